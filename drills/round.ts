import { OperatorError } from "../config/operator-error";
import { type ObservationClock, realClock } from "../sandbox/live/observation/clock";
import { underLoad } from "../sandbox/live/observation/load";
import type { DrillEvent } from "./drill-event";
import { roundKinds } from "./exercise";
import type { Journal } from "./journal";
import type { PlannedRound } from "./plan";
import type { DrillStage } from "./stage";
import type { RoundTimes } from "./times";

export interface RoundOptions {
  readonly round: PlannedRound;
  readonly times: RoundTimes;
  readonly stage: DrillStage;
  readonly journal: Journal;
  /** Told, in a line, what goes on. */
  readonly report: (line: string) => void;
  readonly signal: AbortSignal;
  /** What decides about time, so that tests can. */
  readonly clock?: ObservationClock;
}

/**
 * What the other entry sends to the victim, percent. Where nothing is wrong each region serves its own
 * users, so there would be no weight to write when one fails.
 */
const SHARE_PERCENT = 50;

/** Two steps of 20 and one of 10, each after a hold-down of 10 s, and time to begin, ms. */
const SHARE_BOUND_MS = 90_000;

/** Until the first request of a load has ended: a program starts, asks DNS, and connects, ms. */
const FIRST_REQUEST_BOUND_MS = 60_000;

/** Until a controller that is asked twice a second has answered once, on a busy machine, ms. */
const SPEAKING_BOUND_MS = 30_000;

const POLL_MS = 250;

/** What was broken is still broken, so nothing more can be tried. */
export class NotMended extends OperatorError {
  override readonly name = "NotMended";

  constructor({ mode, victim }: PlannedRound, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      `${mode}: ${victim} could not be put right. ${why}\n` +
        "Bring the sandbox down and up again: npm run sandbox -- down, then up --live.",
      { cause },
    );
  }
}

/**
 * Waits for calm, has something to lose, and breaks a region under load and puts it right again, until all
 * is as before or the time for that is over. What was broken is put right whatever happens, the signal
 * included.
 *
 * @returns all that has happened, from before the load until after it.
 * @throws NotMended; OperatorError if it does not become calm or the load ends early; the signal's reason;
 *   whatever the stage fails with.
 */
export async function playRound(options: RoundOptions): Promise<readonly DrillEvent[]> {
  const { journal, round, signal, stage } = options;
  await makeCalm(options);
  const layer = stage.layer?.(round);
  const ending = new AbortController();
  try {
    await layer?.begin();
    journal.startAnew();
    const load = await stage.startLoad(journal.tell);
    const course = playCourse({
      ...options,
      signal: AbortSignal.any([signal, ending.signal]),
      afterMending: () => layer?.end() ?? Promise.resolve(),
    });
    try {
      await underLoad(load, course, ending);
    } finally {
      await load.stop();
      const [ended] = await Promise.allSettled([course]);
      if (ended.status === "rejected" && ended.reason instanceof NotMended) throw ended.reason;
    }
  } finally {
    await layer?.end();
  }
  return journal.events;
}

/** Until nothing is the matter, and the victim has something to lose. */
async function makeCalm(options: RoundOptions): Promise<void> {
  const { journal, report, round, stage, times, clock = realClock } = options;
  const { situation } = journal;
  // Whether they remember anything is known once all have spoken; who does not is told of below.
  const spokenBy = clock.now() + SPEAKING_BOUND_MS;
  while (!situation.haveAllSpoken && clock.now() < spokenBy) {
    await clock.sleep(POLL_MS, options.signal);
  }
  if (situation.hasSeenTrouble) {
    report("Controllers start anew, so that none remembers an earlier failure.");
    await stage.forget();
    situation.forgetTrouble();
  }
  const since = clock.now();
  const isCalm = () => situation.unrest(clock.now(), since).length === 0;
  const unrest = () => situation.unrest(clock.now(), since).join(" ");
  await within(options, times.restMs, isCalm, unrest);
  // Every region at once leaves nobody who could be led elsewhere.
  if (round.mode === "all") return;
  const { other, victim } = round;
  await stage.share(other, victim, SHARE_PERCENT);
  const isShared = () => situation.sharedBy(other, victim) === SHARE_PERCENT;
  await within(options, SHARE_BOUND_MS, isShared, () => `${other} has not been given its row.`);
  await within(options, times.restMs, isCalm, unrest);
}

/** The load before the failure, the failure, and what comes after it. */
async function playCourse(
  options: RoundOptions & { readonly afterMending: () => Promise<void> },
): Promise<void> {
  const { journal, report, round, times, stage, signal, clock = realClock, afterMending } = options;
  const { situation, tell } = journal;
  const name = `${round.mode} ${round.number} (${round.victim})`;
  const moment = (type: "breaking" | "broken" | "mending" | "mended" | "settled"): number => {
    const at = clock.now();
    tell({ type, at });
    return at;
  };
  const ways = cutWays(round);
  const look = async () => {
    if (ways.length === 0) return;
    tell({ type: "crossings", at: clock.now(), packets: await stage.packets(ways) });
  };

  const before = situation.requests;
  await within(
    options,
    FIRST_REQUEST_BOUND_MS,
    () => situation.requests > before,
    () => "No request of the load has ended.",
  );
  await clock.sleep(times.calmMs + round.moreCalmMs, signal);
  const rows = situation.rows;
  const fault = stage.fault(round);
  let mendedAt: number;
  try {
    moment("breaking");
    await fault.begin();
    moment("broken");
    report(`${name}: ${roundKinds[round.mode]}.`);
    await look();
    await clock.sleep(times.holdMs, signal);
    await look();
  } finally {
    moment("mending");
    await fault.end().catch((cause: unknown) => {
      throw new NotMended(round, cause);
    });
    await afterMending();
    mendedAt = moment("mended");
  }
  report(`${name}: over; until all is as before.`);
  const settleBy = mendedAt + times.settleMs;
  const isSettled = () => situation.isAs(rows, clock.now(), mendedAt);
  while (!isSettled() && clock.now() < settleBy) await clock.sleep(POLL_MS, signal);
  if (isSettled()) moment("settled");
}

/** Directions in which nothing passes meanwhile, as `from>to`. */
function cutWays({ mode, victim, other }: PlannedRound): readonly string[] {
  if (mode === "partition") return [`${victim}>${other}`, `${other}>${victim}`];
  return mode === "partition-one-way" ? [`${other}>${victim}`] : [];
}

/** @throws OperatorError with what is missing, if it does not come about in time. */
async function within(
  { signal, clock = realClock }: Pick<RoundOptions, "signal" | "clock">,
  boundMs: number,
  isReached: () => boolean,
  missing: () => string,
): Promise<void> {
  const by = clock.now() + boundMs;
  while (!isReached()) {
    if (clock.now() >= by) {
      const text = missing();
      throw new OperatorError(
        `No round can begin after ${(boundMs / 1_000).toFixed(0)} s. ${text} ` +
          "Look at it with `npm run sandbox -- status` and `logs`.",
      );
    }
    await clock.sleep(POLL_MS, signal);
  }
}
