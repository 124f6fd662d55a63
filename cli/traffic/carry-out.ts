import type { Project } from "../../config/files";
import { OperatorError } from "../../config/operator-error";
import { table } from "../../sandbox/report";
import { changeCluster, type ClusterOutcome } from "./change-clusters";
import { Kubectl } from "./kubectl";
import { type Change, changed, leavesNoRegion } from "./order";
import { observeList } from "./override-list";
import type { Outside } from "./outside";

/** Options of every verb that changes something. */
export interface CommonOptions {
  readonly project: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

export interface Wording {
  /** What is about to be done. */
  readonly announcement: readonly string[];
  /** Absent: nobody has to be asked. */
  readonly question: string | undefined;
  /** What `traffic lift` takes to undo it; absent: nothing does. */
  readonly id?: string;
}

/**
 * Changes the overrides of every cluster, and says of each what became of it; exit code 1 unless all
 * have them.
 */
export async function carryOut(
  { topology, stacks }: Project,
  change: Change,
  outside: Outside,
  options: CommonOptions,
  { announcement, question, id }: Wording,
): Promise<void> {
  const say = (lines: readonly string[]): void => {
    if (options.json !== true) for (const line of lines) outside.print(line);
  };
  const dryRun = options.dryRun === true;
  const clusters = stacks.map((stack) => new Kubectl(stack, outside.run));
  say(announcement);
  await requireARegion(clusters, change, { topology, now: outside.now });
  const asks = options.yes !== true && options.json !== true && !dryRun;
  if (asks && question !== undefined && outside.ask && !(await outside.ask(question))) {
    say(["Nothing was changed."]);
    return;
  }
  const outcomes = await Promise.all(
    clusters.map((kubectl) =>
      changeCluster(kubectl, change, { topology, now: outside.now, dryRun }),
    ),
  );
  if (options.json === true) outside.print(JSON.stringify({ id, dryRun, clusters: outcomes }));
  say(["", ...outcomeLines(outcomes), ...nextStep(outcomes, dryRun, id)]);
  if (outcomes.some(({ result }) => result === "failed")) process.exitCode = 1;
  else if (change.do === "lift" && outcomes.every(({ result }) => result === "already so")) {
    throw new OperatorError(
      `No cluster has an override ${change.id}. \`nephoran traffic status\` lists those there are.`,
    );
  }
}

/** Refuses an order that no traffic controller would follow, where the lists that can be read tell. */
async function requireARegion(
  clusters: readonly Kubectl[],
  change: Change,
  { topology, now }: { topology: Project["topology"]; now: () => number },
): Promise<void> {
  if (change.do !== "give" || !leavesSomeOut(change)) return;
  const lists = await Promise.all(clusters.map((kubectl) => observeList(kubectl, topology)));
  const against = lists.findIndex(
    (one) =>
      one.state === "read" &&
      "overrides" in one.list &&
      leavesNoRegion(changed(one.list.overrides, change, now()), topology),
  );
  if (against === -1) return;
  throw new OperatorError(
    `Nothing was changed: in ${clusters[against]?.region ?? ""} all other regions are drained or ` +
      "excluded already. Lift one of them first; `nephoran traffic status` lists them.",
  );
}

const leavesSomeOut = ({ override: { kind } }: Extract<Change, { do: "give" }>): boolean =>
  kind === "drain" || kind === "exclude";

const outcomeLines = (outcomes: readonly ClusterOutcome[]): string[] =>
  table([
    ["CLUSTER", "OVERRIDES"],
    ...outcomes.map(({ region, result, why }) => [
      region,
      why === undefined ? result : `${result}: ${why}`,
    ]),
  ]);

function nextStep(
  outcomes: readonly ClusterOutcome[],
  dryRun: boolean,
  id: string | undefined,
): string[] {
  const failed = outcomes.filter(({ result }) => result === "failed").map(({ region }) => region);
  if (failed.length > 0) {
    return [
      "",
      `Not ${dryRun ? "possible" : "done"} in ${failed.join(", ")}. ${dryRun ? "Nothing was changed." : "Run the same again to finish it there; where it is done, it stays done."}`,
    ];
  }
  if (dryRun) return ["", "Nothing was changed."];
  return id === undefined ? [] : ["", `To undo it: nephoran traffic lift ${id}`];
}
