import { join } from "node:path";
import { repositoryRoot } from "../sandbox/layout";
import type { Bench } from "./bench";
import { timeEngine } from "./commands";
import { ratioToPeer, type Readings } from "./figure";
import { rounds } from "./rounds";

/** What a preview with the policy pack may take, as a multiple of one without. */
const AT_MOST = 1.25;

/** The preview of a region's stack from nothing with the policy pack, against the same without. */
export async function policy(bench: Bench): Promise<Readings<"policy">> {
  const { stack } = await bench.region();
  const pack = join(repositoryRoot, "policy");
  const preview = (...args: readonly string[]): Promise<number> =>
    timeEngine(stack, ["preview", ...args], "create", bench.signal);
  const sides = {
    ours: () => preview("--policy-pack", pack),
    peer: () => preview(),
  };
  bench.report("policy: once without counting, so that files are in memory");
  await sides.ours();
  await sides.peer();
  const pairs = await rounds(
    bench,
    sides,
    ({ ours, peer }) => `with policies ${ours.toFixed(1)} s, without ${peer.toFixed(1)} s`,
  );
  return {
    "policy.overhead": ratioToPeer("pulumi preview without the policy pack", pairs, {
      atMost: AT_MOST,
    }),
  };
}
