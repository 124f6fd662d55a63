import { type ObservationClock, realClock } from "../../sandbox/live/observation/clock";
import type { OperatorsPin } from "../../sandbox/live/observation/pin";
import type { FigureRecord } from "./figures";
import type { LiveEvent } from "./live-event";

/** What can be done to regions. */
export interface Stage extends OperatorsPin {
  /** All of it, at once. */
  readonly kill: (region: string) => Promise<void>;
  /** Starts it again. */
  readonly restore: (region: string, signal: AbortSignal) => Promise<void>;
}

export interface CourseOptions {
  /** The region that is killed. */
  readonly victim: string;
  /** Another one, whose entry sends some of its requests there. */
  readonly helper: string;
  /** Requests a second, for the words. */
  readonly rate: number;
  /** How long the show lasts at most, s. */
  readonly seconds: number;
  readonly stage: Stage;
  readonly record: Pick<FigureRecord, "isCalm" | "isRecovered" | "sharedBy">;
  readonly tell: (event: LiveEvent) => void;
  readonly signal: AbortSignal;
  /** What decides about time, so that tests can. */
  readonly clock?: ObservationClock;
}

/**
 * What the other entry sends to the region, percent. Where nothing is wrong each region serves its own
 * users, so there would be no weight to write when one dies.
 */
const SHARE_PERCENT = 50;

/** How long it goes well before anything happens, s, once everybody has said that it does. */
export const CALM_SECONDS = 15;
/** How long the region stays dead, s. */
export const DEAD_SECONDS = 25;
/** What is shown after everything is as before, s. */
const AFTERWARDS_SECONDS = 5;
/** The shortest show: from its beginning until the region is started again. */
export const LEAST_SECONDS = CALM_SECONDS + DEAD_SECONDS + AFTERWARDS_SECONDS;

const POLL_MS = 250;

/**
 * Some seconds of calm, the death of a region, its return, until everything is as before or the time is
 * over. A region that was killed is started again, and shares are taken back, whatever happens, the
 * signal included.
 *
 * @throws the signal's reason, or whatever the stage fails with.
 */
export async function playCourse(options: CourseOptions): Promise<void> {
  const { victim, helper, rate, seconds, stage, record, tell, signal, clock = realClock } = options;
  const end = clock.now() + seconds * 1_000;
  const say = (text: string) => {
    tell({ type: "said", at: clock.now(), text });
  };
  const until = async (isReached: () => boolean, by: number) => {
    while (!isReached() && clock.now() < by) await clock.sleep(POLL_MS, signal);
  };

  say(`A steady load: ${rate} requests a second.`);
  const latestKill = end - (LEAST_SECONDS - CALM_SECONDS) * 1_000;
  const calmBy = latestKill - CALM_SECONDS * 1_000;
  await until(() => record.isCalm, calmBy);
  try {
    await stage.share(helper, victim, SHARE_PERCENT);
    say(
      `So that there is something to lead away, ${helper} sends ${SHARE_PERCENT} % to ${victim}: an ` +
        "operator's pin, which is written in steps.",
    );
    await until(() => record.sharedBy(helper) === SHARE_PERCENT, calmBy);
    const calmMs = Math.min(CALM_SECONDS * 1_000, latestKill - clock.now());
    await clock.sleep(Math.max(0, calmMs), signal);
    await killAndRestore();
    await until(() => record.isRecovered, end - AFTERWARDS_SECONDS * 1_000);
    if (record.isRecovered) say("Everything is as it was before.");
    await clock.sleep(AFTERWARDS_SECONDS * 1_000, signal);
  } finally {
    await stage.unshare(helper);
  }

  async function killAndRestore(): Promise<void> {
    let isRestored = false;
    tell({ type: "killed", at: clock.now(), region: victim });
    try {
      await stage.kill(victim);
      await clock.sleep(DEAD_SECONDS * 1_000, signal);
      tell({ type: "restored", at: clock.now(), region: victim });
      await stage.restore(victim, signal);
      isRestored = true;
    } finally {
      if (!isRestored) await stage.restore(victim, new AbortController().signal);
    }
  }
}
