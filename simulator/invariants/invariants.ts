import { receiversHaveRoom } from "./capacity";
import type { Invariant } from "./invariant";
import { blindKeepsStill, comesBackByRamp, halfStays } from "./judgement";
import { handsOver, leadersWrite, oneLeader, shadowsWriteNothing } from "./leadership";
import { allAgree, comesToRest, noOscillation } from "./rest";
import { isolatedServesItself, nothingForTheLost, wholeRows } from "./rows";
import { sameDecision } from "./sameness";
import { heldDown, smallSteps } from "./steps";
import { failsOverInTime, noIdleWrites, serversConverge } from "./writes";

/** All that holds, whatever happens. */
export const invariants: readonly Invariant[] = [
  wholeRows,
  nothingForTheLost,
  isolatedServesItself,
  smallSteps,
  heldDown,
  receiversHaveRoom,
  halfStays,
  comesBackByRamp,
  blindKeepsStill,
  sameDecision,
  noIdleWrites,
  oneLeader,
  leadersWrite,
  shadowsWriteNothing,
  handsOver,
  serversConverge,
  failsOverInTime,
  comesToRest,
  allAgree,
  noOscillation,
];
