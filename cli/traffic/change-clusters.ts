import type { Topology } from "../../config/topology";
import type { Override } from "../../services/traffic-controller/decision/override";
import type { Kubectl } from "./kubectl";
import { type Change, changed } from "./order";
import { observeList, writeList } from "./override-list";

/** What a change did to one cluster. */
export interface ClusterOutcome {
  readonly region: string;
  readonly result: "written" | "would be written" | "already so" | "failed";
  /** Why it failed, in words. */
  readonly why?: string;
}

/** Writes of others that may come in between until it is given up. */
const MOST_TRIES = 5;

/** Reads what a cluster has, changes it, and writes it back; anew if somebody else was faster. */
export async function changeCluster(
  kubectl: Kubectl,
  change: Change,
  { topology, now, dryRun }: { topology: Topology; now: () => number; dryRun: boolean },
): Promise<ClusterOutcome> {
  const { region } = kubectl;
  const failed = (why: string): ClusterOutcome => ({ region, result: "failed", why });
  for (let tries = 1; ; tries++) {
    const observed = await observeList(kubectl, topology);
    if (observed.state === "unread") return failed(observed.why);
    const { object, list } = observed;
    if ("problems" in list && change.do !== "lift-all") {
      return failed(
        `its list is invalid: ${list.problems.join(" ")} Mend it, or replace it with \`traffic lift --all\`.`,
      );
    }
    const before = "overrides" in list ? list.overrides : undefined;
    if (before !== undefined && isDone(before, change)) return { region, result: "already so" };
    const after = changed(before ?? [], change, now());
    const answer = await writeList(kubectl, object, after, dryRun);
    if (answer.ok) return { region, result: dryRun ? "would be written" : "written" };
    const overtaken = answer.reason === "Conflict" || answer.reason === "AlreadyExists";
    if (!overtaken || tries === MOST_TRIES) return failed(answer.message);
  }
}

function isDone(before: readonly Override[], change: Change): boolean {
  switch (change.do) {
    case "give":
      return false;
    case "lift":
      return before.every(({ id }) => id !== change.id);
    case "lift-all":
      return before.length === 0;
  }
}
