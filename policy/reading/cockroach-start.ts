import type { PolicyResource } from "../rule";
import { podOf } from "./pods";

/** How a node of CockroachDB is started. */
export interface CockroachStart {
  /** Where the command stands. */
  readonly path: string;
  /** An option of the command without its quotes; `undefined` if it is not given. */
  option(name: string): string | undefined;
}

/** An option with its value: quoted, or up to the next space. */
const valueOf = (name: string): RegExp =>
  new RegExp(`--${name}(?:=| +)(?:"([^"]*)"|'([^']*)'|(\\S+))`);

/** How the pods of an object start CockroachDB; `undefined` if they do not. */
export function startOf(resource: PolicyResource): CockroachStart | undefined {
  const pod = podOf(resource);
  for (const { field } of pod?.containers ?? []) {
    const words = [...field.at("command").texts, ...field.at("args").texts];
    const command = words.join(" ");
    if (!/\bcockroach(?:["']?\s+)start(?!-single-node)\b/.test(command)) continue;
    return {
      path: `${field.path}.command`,
      option(name) {
        const [, double, single, plain] = valueOf(name).exec(command) ?? [];
        return double ?? single ?? plain;
      },
    };
  }
  return undefined;
}
