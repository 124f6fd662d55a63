import type { ProgramConfig } from "../../config/program-config";
import { OperatorError } from "../../config/operator-error";
import type { RunProgram } from "../programs";

/** Bound of one request, s; and of kubectl as a whole, which may also look for an API server, ms. */
const REQUEST_SECONDS = 10;
const CALL_TIMEOUT_MS = 20_000;

export type Answer =
  | { readonly ok: true; readonly output: string }
  | {
      readonly ok: false;
      /** The API server's own reason, such as Conflict, Forbidden, NotFound; absent: it gave none. */
      readonly reason?: string;
      /** One line. */
      readonly message: string;
    };

/** kubectl for one region's cluster. */
export class Kubectl {
  readonly region: string;
  private readonly where: readonly string[];

  constructor(
    { region, cluster }: Pick<ProgramConfig, "region" | "cluster">,
    private readonly run: RunProgram,
  ) {
    this.region = region.name;
    this.where = [
      ...(cluster.kubeconfig === undefined ? [] : [`--kubeconfig=${cluster.kubeconfig}`]),
      `--context=${cluster.context}`,
      `--request-timeout=${REQUEST_SECONDS}s`,
    ];
  }

  /**
   * @param object written to its standard input as JSON, for `--filename=-`.
   * @throws OperatorError if there is no kubectl.
   */
  async call(args: readonly string[], object?: unknown): Promise<Answer> {
    const result = await this.run({
      program: "kubectl",
      args: [...this.where, ...args],
      timeoutMs: CALL_TIMEOUT_MS,
      ...(object !== undefined && { input: JSON.stringify(object) }),
    });
    switch (result.ended) {
      case "absent":
        throw new OperatorError(
          "kubectl is not on the PATH. Install it (https://kubernetes.io/docs/tasks/tools) and run the same again.",
        );
      case "timeout":
        return { ok: false, message: `no answer within ${CALL_TIMEOUT_MS / 1_000} s` };
      case "exit":
        return result.exitCode === 0
          ? { ok: true, output: result.output }
          : failure(result.errors, result.output);
    }
  }
}

function failure(errors: string, output: string): Answer {
  const lines = errors.split("\n").filter((line) => line.trim() !== "");
  // Besides its verdict kubectl logs each try, with a time in front, and warns.
  const said = lines.filter((line) => !/^([EWI]\d{4} |Warning: )/.test(line)).at(-1);
  const message = said ?? (output.trim() || lines.at(-1)) ?? "kubectl failed and said nothing";
  const reason = /^Error from server \((\w+)\)/.exec(message)?.[1];
  return { ok: false, message, ...(reason !== undefined && { reason }) };
}
