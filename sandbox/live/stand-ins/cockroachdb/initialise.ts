import { connected, parsed, targetOf } from "./connection";
import { StandInError } from "./failure";
import { begin } from "./members";

/** `cockroach init`: once for all regions. */
export async function initialise(args: readonly string[]): Promise<void> {
  const target = targetOf(parsed(args, {}));
  if (!(await connected(target, (client) => begin(client, "initialised")))) {
    throw new StandInError("bad-use", "cluster has already been initialized");
  }
  console.log("Cluster successfully initialized");
}
