import type { ObservationClock } from "../../sandbox/live/observation/clock";
import { type RunningLoad, underLoad } from "../../sandbox/live/observation/load";
import { type LiveSource, loadSource } from "../../sandbox/live/observation/sources";
import { playCourse, type Stage } from "./course";
import { FigureRecord, type Figures } from "./figures";
import type { LiveEvent } from "./live-event";
import { LiveModel } from "./model";
import { type Output, showInTerminal } from "./screen";
import { serveLivePage } from "./server";

/** All that a show is made of. */
export interface ShowOptions {
  readonly regions: readonly string[];
  /** The one of them that is killed. */
  readonly victim: string;
  /** Another one, whose entry sends some of its requests there. */
  readonly helper: string;
  /** Requests a second. */
  readonly rate: number;
  /** How long it lasts at most, s. */
  readonly seconds: number;
  /** What entries serve and controllers say. */
  readonly sources: readonly LiveSource[];
  readonly startLoad: () => Promise<RunningLoad>;
  readonly stage: Stage;
  readonly output: Output;
  /** TCP port of the page on the loopback. @default one that is free */
  readonly port?: number;
  /** Told where the page is, once it is there. */
  readonly onPage: (url: string) => void;
  readonly signal: AbortSignal;
  readonly clock?: ObservationClock;
}

/**
 * Shows, on a page and in the terminal, how a region dies under load and comes back. When it is over,
 * nothing of the show runs any more.
 *
 * @throws OperatorError if the load ends early; the signal's reason; whatever the stage fails with.
 */
export async function showLive(options: ShowOptions): Promise<Figures> {
  const { regions, victim, sources, startLoad, output, port, onPage, signal } = options;
  const model = new LiveModel(regions);
  const record = new FigureRecord(victim, regions);
  const tell = (event: LiveEvent) => {
    model.add(event);
    record.add(event);
  };
  const view = () => model.view(Date.now());
  const page = await serveLivePage({ view, ...(port !== undefined && { port }) });
  onPage(page.url);
  const watching = new AbortController();
  const watched = sources.map((source) => source(tell, watching.signal));
  const load = await startLoad();
  const listening = loadSource(load.lines)(tell, watching.signal);
  const stopDrawing = showInTerminal(view, page.url, output);
  const ending = new AbortController();
  const course = playCourse({
    ...options,
    record,
    tell,
    signal: AbortSignal.any([signal, ending.signal]),
  });
  try {
    await underLoad(load, course, ending);
  } finally {
    await load.stop();
    await listening;
    stopDrawing();
    watching.abort();
    await Promise.all(watched);
    await page.close();
  }
  return record.figures;
}
