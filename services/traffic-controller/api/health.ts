import type { ControllerStatus } from "../controller/controller";

/** Longest time without a tick after which the process is taken to hang, ms; a tick a second is due. */
export const TICK_BOUND_MS = 10_000;

/** Whether a question about health is answered well, and why. */
export interface Verdict {
  readonly isWell: boolean;
  readonly text: string;
}

/**
 * Whether the loop goes on. Nothing else is asked: a restart mends a process that hangs, and neither an
 * API server that is away nor a Prometheus that is silent.
 *
 * @param lastTickMs when it last ticked; before the first tick, when it started.
 */
export function liveness(lastTickMs: number, nowMs: number): Verdict {
  const ageMs = nowMs - lastTickMs;
  const seconds = (ageMs / 1_000).toFixed(1);
  return ageMs <= TICK_BOUND_MS
    ? { isWell: true, text: `The last tick was ${seconds} s ago.` }
    : { isWell: false, text: `No tick for ${seconds} s, of ${TICK_BOUND_MS / 1_000} s at most.` };
}

/**
 * Whether it has seen enough to be asked: probes of a region and the routes, once each. It stays ready,
 * since a peer that is told nothing because an API server is away would take the region to be worse
 * than it is.
 */
export class Readiness {
  private hasProbes = false;
  private hasRoutes = false;

  verdict({ regions, routes }: Pick<ControllerStatus, "regions" | "routes">): Verdict {
    this.hasProbes ||= regions.some(({ probe }) => probe !== undefined);
    this.hasRoutes ||= routes !== undefined;
    const missing = [
      ...(this.hasProbes ? [] : ["no probe has ended yet"]),
      ...(this.hasRoutes ? [] : ["the routes have not been read yet"]),
    ];
    return missing.length === 0
      ? { isWell: true, text: "Probes and routes have been seen." }
      : { isWell: false, text: `Not ready: ${missing.join(", and ")}.` };
  }
}
