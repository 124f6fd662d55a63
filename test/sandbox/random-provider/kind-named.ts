import type { Kind } from "../../../sandbox/random-provider/kind";
import { KINDS } from "../../../sandbox/random-provider/kinds";

/** The kind of a class of `@pulumi/random`, as the provider finds it by its token. */
export function kindNamed(className: string): Kind {
  const token = `random:index/${className.replace(/^R/, "r")}:${className}`;
  const kind = KINDS.get(token);
  if (kind === undefined) throw new Error(`the stand-in has no ${token}`);
  return kind;
}
