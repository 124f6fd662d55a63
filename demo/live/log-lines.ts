import { killedText, milliseconds, storyLines } from "./terminal";
import type { LiveView } from "./view";

/** The picture where nobody can draw over it: what is new of the story, and a line for this second. */
export class LogLines {
  readonly #told = new Set<string>();

  /** @param beganAt ms since 1970. */
  constructor(private readonly beganAt: number) {}

  of(view: LiveView): string[] {
    const news = view.story.toReversed().flatMap((line) => {
      const lines = storyLines(line);
      const isNew = !this.#told.has(lines.join("\n"));
      this.#told.add(lines.join("\n"));
      return isNew ? lines : [];
    });
    return [...news, secondLine(view, view.at - this.beganAt)];
  }
}

function secondLine({ at, regions, totals }: LiveView, elapsedMs: number): string {
  const parts = regions.map(({ name, killedAt, requestsPerSecond, successRatio, p95Ms }) => {
    if (killedAt !== undefined) return `${name} ${killedText(killedAt, at)}`;
    const success = successRatio === undefined ? "" : ` ${(successRatio * 100).toFixed(1)} %`;
    const p95 = p95Ms === undefined ? "" : ` p95 ${milliseconds(p95Ms)}`;
    return `${name} ${requestsPerSecond.toFixed(0)}/s${success}${p95}`;
  });
  const lost = `lost ${totals.lostRepeatable} repeatable, ${totals.lostOthers} not`;
  return `${(elapsedMs / 1_000).toFixed(0).padStart(5)} s  ${[...parts, lost].join(" | ")}`;
}
