import { ApiError } from "../cluster/api-error";
import type { Lease } from "../cluster/lease";
import type { Controller, LeaseStep } from "../controller/controller";
import { periodically } from "./periodically";
import type { SourceLog } from "./source-log";

export interface LeaseLoopOptions {
  readonly controller: Pick<
    Controller,
    "leaseObserved" | "leaseStep" | "leaseWritten" | "leaseFailed" | "resign"
  >;
  readonly lease: Pick<Lease, "read" | "write">;
  readonly reads: SourceLog;
  readonly writes: SourceLog;
  /** ms since 1970, by a clock that never steps. */
  readonly now: () => number;
  /** Ends requests that are under way, after the loop. */
  readonly giveUp: AbortSignal;
}

/** How often the lease is read, ms; when it is renewed is the controller's to say. */
const INTERVAL_MS = 500;

/** A renewal that takes longer is none: the leader stops leading 4 s after it has sent the last. */
const TIMEOUT_MS = 1_500;

/** Takes part in the election of a leader until the signal, and then gives the lease back. */
export async function leaseLoop(options: LeaseLoopOptions, signal: AbortSignal): Promise<void> {
  const rhythm = { intervalMs: INTERVAL_MS, jitterRatio: 0.1, random: Math.random };
  await periodically(rhythm, signal, async () => {
    if (!(await read(options))) return;
    await carryOut(options.controller.leaseStep(options.now()), options);
  });
}

/** Gives the lease back, if it is this replica's. No write of the routes may be under way. */
export async function releaseLease(options: LeaseLoopOptions): Promise<void> {
  await carryOut(options.controller.resign(options.now()), options);
}

async function read({ controller, lease, reads, now, giveUp }: LeaseLoopOptions): Promise<boolean> {
  try {
    const record = await lease.read({ timeoutMs: TIMEOUT_MS, signal: giveUp });
    reads.worked();
    controller.leaseObserved(record, now());
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    reads.failed(error);
    return false;
  }
}

async function carryOut(
  step: LeaseStep,
  { controller, lease, now, giveUp, writes }: LeaseLoopOptions,
): Promise<void> {
  if (step.do === "nothing") return;
  try {
    const record = await lease.write(step, { timeoutMs: TIMEOUT_MS, signal: giveUp });
    writes.worked();
    controller.leaseWritten(record, now());
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.kind !== "conflict") writes.failed(error);
    controller.leaseFailed(error.kind, now());
  }
}
