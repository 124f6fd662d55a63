import type { PeerReport } from "../../services/traffic-controller/controller/controller";
import type { Override } from "../../services/traffic-controller/decision/override";
import type { Signals } from "../../services/traffic-controller/decision/snapshot";
import type { ObservedRoutes } from "../../services/traffic-controller/controller/controller";
import type { Look, SentWrite } from "./watch";

/** What a replica meets; regions by their index. */
export interface Surroundings {
  readonly names: readonly string[];
  readonly overrides: readonly Override[];
  /** How long a probe takes that is sent now, ms; `undefined`: it gets no answer. */
  probe(entry: number, region: number): number | undefined;
  /** Whether an answer gets through now. */
  answers(entry: number, region: number): boolean;
  /** What one of the region's replicas says of it, if one is there. */
  reportOf(region: number): PeerReport | undefined;
  /** What the region's Prometheus says. */
  signalsOf(region: number): Signals | undefined;
  ticked(look: Look): void;
  sent(write: SentWrite): void;
  wrote(write: SentWrite, before: ObservedRoutes): void;
}
