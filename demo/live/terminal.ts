import { table } from "../../sandbox/report";
import type { LiveView, RegionView, StoryLine } from "./view";

/** How much of the story the terminal shows. */
const STORY_LINES = 8;

/** The picture as plain text, line by line: for a terminal, a log, or somebody who cannot see the page. */
export function terminalLines(view: LiveView): string[] {
  const { at, entries, headline, regions, story, totals } = view;
  const names = regions.map(({ name }) => name);
  return [
    headline,
    "",
    ...table([
      ["REGION", "STATE", "SUCCESS", "P95", "REQUESTS/S"],
      ...regions.map((region) => regionRow(region, at)),
    ]),
    "",
    ...table([
      ["ENTRY", ...names.map((name) => `TO ${name}`)],
      ...entries.map(({ name, weights }) => [
        name,
        ...names.map((_, index) => {
          const percent = weights[index]?.percent;
          return percent === undefined ? "?" : percent === 0 ? "-" : `${percent} %`;
        }),
      ]),
    ]),
    "",
    ...story.slice(0, STORY_LINES).reverse().flatMap(storyLines),
    "",
    `${totals.sent} requests, ${totals.ok} succeeded; lost: ${totals.lostRepeatable} repeatable, ` +
      `${totals.lostOthers} others; longest wait ${milliseconds(totals.longestWaitMs)}`,
  ];
}

function regionRow(region: RegionView, at: number): string[] {
  const { killedAt, name, p95Ms, requestsPerSecond, state, successRatio } = region;
  const killed = killedAt === undefined ? undefined : killedText(killedAt, at);
  return [
    name,
    killed ?? state ?? "?",
    successRatio === undefined ? "-" : `${(successRatio * 100).toFixed(1)} %`,
    p95Ms === undefined ? "-" : milliseconds(p95Ms),
    requestsPerSecond.toFixed(0),
  ];
}

/** Says since when a region is dead. @param at now; both ms since 1970. */
export const killedText = (killedAt: number, at: number): string =>
  `KILLED ${((at - killedAt) / 1_000).toFixed(0)} s ago`;

/** What has happened, and why. */
export function storyLines({ at, text, why }: StoryLine): string[] {
  const time = new Date(at).toISOString().slice(11, 19);
  return [`${time}  ${text}`, ...why.map((sentence) => `          ${sentence}`)];
}

export const milliseconds = (ms: number): string =>
  ms < 1_000 ? `${ms.toFixed(0)} ms` : `${(ms / 1_000).toFixed(1)} s`;
