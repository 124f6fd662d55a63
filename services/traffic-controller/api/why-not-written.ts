import type { ControllerStatus } from "../controller/controller";
import { type Decision, weightsOf } from "../decision/decide";

/** Why the own entry's row is not written now, or that it is. */
export function whyNotWritten(status: ControllerStatus): string {
  const { decision, routes, writes, mode, leader } = status;
  if (decision === undefined) return "Nothing has been decided yet.";
  if (writes.underWay !== undefined) return "It is being written now.";
  if (routes === undefined) {
    return writes.failure === undefined
      ? "The routes cannot be read now, so nothing is written."
      : `The last write failed (${writes.failure.kind}): the routes are read again first${nextTry(status)}.`;
  }
  const isServed = servesDecided(decision, routes, status.region);
  if (isServed && routes.isAsWritten) {
    return status.warmUpLeftMs > 0
      ? `It is served already. Gradual shifts begin in ${seconds(status.warmUpLeftMs)} s, since this replica has just started.`
      : "It is served already.";
  }
  const what = isServed ? "The routes are not as this controller writes them. " : "";
  return what + obstacle(mode, leader, status);
}

/** Whether the own row is to be written and is not: it differs, or nobody knows whether it does. */
export const isPending = ({ decision, routes, region }: ControllerStatus): boolean =>
  decision !== undefined &&
  (routes === undefined || !routes.isAsWritten || !servesDecided(decision, routes, region));

function servesDecided(
  decision: Decision,
  { weights }: NonNullable<ControllerStatus["routes"]>,
  entry: string,
): boolean {
  const decided = weightsOf(decision, entry);
  return (
    weights !== undefined && decision.regions.every((region) => weights[region] === decided[region])
  );
}

function obstacle(
  mode: ControllerStatus["mode"],
  { isSelf, holder }: ControllerStatus["leader"],
  status: ControllerStatus,
): string {
  if (mode === "shadow") return "Shadow mode: it would be written now, and is not.";
  if (!isSelf) {
    return holder === undefined || holder === ""
      ? "Nobody is known to lead, and only a leader writes."
      : `${holder} leads, and only a leader writes.`;
  }
  const { failure } = status.writes;
  if (status.writes.backoffLeftMs > 0 && failure !== undefined) {
    return `The last write failed (${failure.kind})${nextTry(status)}.`;
  }
  return "It is written with the next tick.";
}

const nextTry = ({ writes: { backoffLeftMs } }: ControllerStatus): string =>
  backoffLeftMs > 0 ? `; the next try is in ${seconds(backoffLeftMs)} s` : "";

const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
