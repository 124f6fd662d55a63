import { requestKinds } from "../../sandbox/live/load/kinds";
import { type LoadEvent, outcomeOf } from "../../sandbox/live/load/load-event";
import type { ControllerWord } from "../../sandbox/live/observation/observed-event";
import type { LiveEvent } from "./live-event";
import { RegionSeconds } from "./region-seconds";
import type { EntryView, LiveView, RegionView, StoryLine } from "./view";

/** How much of the story is shown. */
const STORY_LINES = 12;

/** What is told within that is told in one line, ms. */
const TOGETHER_MS = 10_000;

/** A region that a controller takes to be in another state than before. */
interface StateChange {
  readonly at: number;
  readonly region: string;
  readonly state: string;
  readonly why: readonly string[];
}

/** The live picture: takes what happens, and says what is to be seen at a moment. No clock of its own. */
export class LiveModel {
  readonly #seconds: ReadonlyMap<string, RegionSeconds>;
  readonly #killedAt = new Map<string, number>();
  readonly #marks: { at: number; region: string; kind: "killed" | "restored" }[] = [];
  readonly #weights = new Map<string, Readonly<Record<string, number>>>();
  /** By controller, then by region. */
  readonly #states = new Map<string, ReadonlyMap<string, string>>();
  readonly #story: StoryLine[] = [];
  /** The newest line about requests that were lost, which further ones are counted into. */
  #lost: { at: number; count: number; index: number } | undefined;
  /** The newest change of each region's state. */
  readonly #changes = new Map<
    string,
    StateChange & { readonly index: number; readonly entries: readonly string[] }
  >();
  #headline = "Waiting for the first requests.";
  readonly #totals = { sent: 0, ok: 0, lostRepeatable: 0, lostOthers: 0, longestWaitMs: 0 };

  /** @param regions all of them, in the order in which they are shown. */
  constructor(readonly regions: readonly string[]) {
    this.#seconds = new Map(regions.map((region) => [region, new RegionSeconds()]));
  }

  add(event: LiveEvent): void {
    switch (event.type) {
      case "request":
        this.#request(event.request);
        break;
      case "weights":
        this.#shift(event.at, event.entry, event.weights, []);
        break;
      case "decision":
        this.#decided(event.at, event.decision);
        break;
      case "killed":
        this.#killedAt.set(event.region, event.at);
        this.#mark(event, "is killed: everything in it, at once.");
        break;
      case "restored":
        this.#killedAt.delete(event.region);
        this.#mark(event, "is started again.");
        break;
      case "said":
        this.#headline = event.text;
        this.#tell({ ...event, kind: "said", why: [] });
    }
  }

  /** @param at ms since 1970. */
  view(at: number): LiveView {
    return {
      at,
      headline: this.#headline,
      regions: this.regions.map((name) => this.#regionView(name, at)),
      entries: this.regions.map((name) => this.#entryView(name)),
      story: this.#story.slice(-STORY_LINES).reverse(),
      totals: { ...this.#totals },
    };
  }

  #mark(
    { type: kind, at, region }: Extract<LiveEvent, { type: "killed" | "restored" }>,
    what: string,
  ): void {
    const text = `${region} ${what}`;
    this.#marks.push({ at, region, kind });
    this.#tell({ at, kind, text, why: [] });
    this.#headline = text;
  }

  #request(request: LoadEvent): void {
    const { kind, ms, region, status, t } = request;
    const outcome = outcomeOf(request);
    const isFailed = outcome === "failed";
    this.#totals.sent++;
    if (outcome === "ok") this.#totals.ok++;
    if (isFailed) {
      this.#totals[requestKinds[kind].isRepeatable ? "lostRepeatable" : "lostOthers"]++;
      this.#tellLost(t + ms);
    }
    if (status !== undefined) {
      this.#totals.longestWaitMs = Math.max(this.#totals.longestWaitMs, ms);
    }
    if (region !== undefined) this.#seconds.get(region)?.add(t, ms, isFailed);
  }

  #decided(at: number, { entry, regions, summary, served, because }: ControllerWord): void {
    const before = this.#states.get(entry);
    const now = new Map(
      regions.flatMap(({ region, state }) =>
        state === undefined ? [] : [[region, state] as const],
      ),
    );
    this.#states.set(entry, now);
    for (const { region, state, why } of regions) {
      const previous = before?.get(region);
      if (state === undefined || previous === undefined || previous === state) continue;
      this.#tellState({ at, region, state, entry, why: why.slice(0, 1) });
      this.#headline = summary;
    }
    if (served !== undefined) this.#shift(at, entry, served, because);
  }

  #shift(
    at: number,
    entry: string,
    weights: Readonly<Record<string, number>>,
    why: readonly string[],
  ): void {
    const before = this.#weights.get(entry);
    this.#weights.set(entry, weights);
    const row = this.#rowText(weights);
    const text = `${entry} now sends ${row}.`;
    if (before === undefined) return;
    if (this.#rowText(before) !== row) {
      this.#tell({ at, kind: "weights", text, why: why.slice(0, 2) });
      return;
    }
    // Routes are seen before their controller has been asked why.
    const unexplained = this.#story.findLastIndex(
      (line) => line.kind === "weights" && line.text === text,
    );
    const line = this.#story[unexplained];
    if (line?.why.length === 0) this.#story[unexplained] = { ...line, why: why.slice(0, 2) };
  }

  #rowText(weights: Readonly<Record<string, number>>): string {
    return this.regions
      .filter((region) => (weights[region] ?? 0) > 0)
      .map((region) => `${weights[region] ?? 0} % to ${region}`)
      .join(", ");
  }

  /** Controllers that say the same share a line. */
  #tellState(said: StateChange & { readonly entry: string }): void {
    const { at, entry, region, state } = said;
    const known = this.#changes.get(region);
    const change =
      known?.state === state && at - known.at <= TOGETHER_MS
        ? { ...known, entries: [...known.entries, entry] }
        : { ...said, index: this.#story.length, entries: [entry] };
    this.#changes.set(region, change);
    const text = `${region} is ${state}, ${change.entries.length > 1 ? "say" : "says"} ${change.entries.join(", ")}.`;
    this.#story[change.index] = { at: change.at, kind: "state", text, why: change.why };
  }

  #tellLost(at: number): void {
    const known = this.#lost;
    const lost =
      known !== undefined && at - known.at <= TOGETHER_MS
        ? { ...known, count: known.count + 1 }
        : { at, count: 1, index: this.#story.length };
    this.#lost = lost;
    const text = `${lost.count} ${lost.count === 1 ? "request has" : "requests have"} failed.`;
    this.#story[lost.index] = { at: lost.at, kind: "lost", text, why: [] };
  }

  #tell({ at, kind, text, why }: StoryLine): void {
    this.#story.push({ at, kind, text, why });
  }

  #regionView(name: string, at: number): RegionView {
    const seconds = this.#seconds.get(name);
    const killedAt = this.#killedAt.get(name);
    const state = this.#stateOf(name);
    return {
      name,
      ...(killedAt !== undefined && { killedAt }),
      ...(state !== undefined && { state }),
      ...(seconds?.now(at) ?? { requestsPerSecond: 0 }),
      seconds: seconds?.shown(at) ?? [],
      marks: this.#marks.flatMap(({ at: moment, kind, region }) => {
        const second = RegionSeconds.position(moment, at);
        return region === name && second !== undefined ? [{ second, kind }] : [];
      }),
    };
  }

  /** What most controllers that still answer take a region to be; among equals, the worst. */
  #stateOf(region: string): string | undefined {
    const votes = new Map<string, number>();
    for (const [entry, states] of this.#states) {
      const state = states.get(region);
      if (state === undefined || this.#killedAt.has(entry)) continue;
      votes.set(state, (votes.get(state) ?? 0) + 1);
    }
    return [...votes].sort(
      ([one, some], [other, more]) => more - some || WORST.indexOf(one) - WORST.indexOf(other),
    )[0]?.[0];
  }

  #entryView(name: string): EntryView {
    const weights = this.#weights.get(name);
    return {
      name,
      weights:
        weights === undefined
          ? []
          : this.regions.map((region) => ({ region, percent: weights[region] ?? 0 })),
    };
  }
}

const WORST = ["failed", "recovering", "degraded", "draining", "healthy"];

/** The picture that events make, at a moment. */
export function viewOf(
  regions: readonly string[],
  events: Iterable<LiveEvent>,
  at: number,
): LiveView {
  const model = new LiveModel(regions);
  for (const event of events) model.add(event);
  return model.view(at);
}
