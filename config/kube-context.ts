import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { ConfigError } from "./problems";
import { type ProgramConfig, stackFile } from "./program-config";

const kubeconfigSchema = z.object({
  contexts: z.array(z.object({ name: z.string() })).nullish(),
});

/**
 * Finds the region's context before anything is deployed: the engine itself would plan against a
 * cluster that cannot be reached and only fail at the first object.
 *
 * @throws ConfigError that names the contexts there are.
 */
export function requireKubeContext({ region, cluster }: ProgramConfig): void {
  const files = kubeconfigFiles(cluster.kubeconfig);
  const contexts = files.flatMap(contextsIn);
  if (contexts.includes(cluster.context)) return;
  throw new ConfigError([
    {
      file: stackFile(region.name),
      key: "nephoran:kubeContext",
      seen: `${JSON.stringify(cluster.context)}, which is not in ${files.join(" or ")}`,
      allowed:
        contexts.length === 0
          ? "a context of that kubeconfig, which has none; nephoran:kubeconfig names another file"
          : `one of ${contexts.join(", ")}; or another file as nephoran:kubeconfig`,
    },
  ]);
}

/** The files that kubectl would read, in its order. */
function kubeconfigFiles(configured: string | undefined): string[] {
  if (configured !== undefined) return [configured];
  const fromEnvironment = (process.env["KUBECONFIG"] ?? "").split(delimiter).filter(Boolean);
  return fromEnvironment.length > 0 ? fromEnvironment : [join(homedir(), ".kube", "config")];
}

function contextsIn(file: string): string[] {
  if (!existsSync(file)) return [];
  const parsed = kubeconfigSchema.safeParse(parseYaml(readFileSync(file, "utf8")));
  return parsed.success ? (parsed.data.contexts ?? []).map(({ name }) => name) : [];
}
