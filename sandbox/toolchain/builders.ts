import type { ToolchainEnvironment } from "./environment";
import { ToolchainError } from "./failure";
import { findGo, type GoRunner, goVariables, wantedGo } from "./go";
import type { Survey } from "./locate";
import { cannotBuildText } from "./no-go";
import { cannotInstallText } from "./no-python";
import { findPython, type PythonRunner, pythonVariables } from "./python";
import type { Work } from "./work";

/** What makes the missing tools here. Each is looked for once, when it is first needed. */
export interface Builders {
  /** @throws ToolchainError `no-go`. */
  readonly go: () => Promise<GoRunner>;
  /** @throws ToolchainError `no-python`. */
  readonly python: () => Promise<PythonRunner>;
}

/** @param survey what is missing, for the errors. */
export function buildersOf(
  survey: Survey,
  environment: ToolchainEnvironment,
  scratch: string,
  signal: AbortSignal | undefined,
): Builders {
  return {
    go: once(async () => {
      const wanted = await wantedGo();
      const search = await findGo(environment, wanted, scratch, signal);
      if (!("go" in search)) {
        throw new ToolchainError("no-go", cannotBuildText(survey, wanted, search.tooOld));
      }
      const { go } = search;
      return { go, variables: goVariables(go, environment, scratch), signal };
    }),
    python: once(async () => {
      const search = await findPython(environment, signal);
      if (!("path" in search)) {
        throw new ToolchainError("no-python", cannotInstallText(survey, search.reason));
      }
      return { path: search.path, variables: pythonVariables(environment, scratch), signal };
    }),
  };
}

/** @throws ToolchainError `no-go` or `no-python` if some of the work cannot be done here. */
export async function assertBuilders(work: readonly Work[], builders: Builders): Promise<void> {
  for (const { kind } of work) await (kind === "module" ? builders.go() : builders.python());
}

function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => (found ??= find());
}
