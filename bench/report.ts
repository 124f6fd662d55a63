import { table } from "../sandbox/report";
import type { Figure } from "./figure";

/** Heads of the columns that `figureRow` fills. */
export const figureHead = ["FIGURE", "VALUE", "RANGE", "AIM", "RUNS", "OURS", "PEER", "PEER IS"];

/** Figures for people: a table, then what explains them. */
export function figureLines(figures: readonly Figure[]): string[] {
  const notes = figures.flatMap(({ name, notes }) => notes.map((note) => `${name}: ${note}`));
  return [
    ...table([figureHead, ...figures.map(figureRow)]),
    ...notes.flatMap((note) => ["", note]),
  ];
}

/** A figure in the cells of a table. */
export function figureRow({ name, value, min, max, runs, atMost, peer }: Figure): string[] {
  return [
    name,
    times(value),
    `${min.toFixed(2)}-${times(max)}`,
    atMost === undefined ? "-" : `at most ${atMost}`,
    String(runs),
    seconds(peer.ours),
    seconds(peer.value),
    peer.what,
  ];
}

const times = (ratio: number): string => `${ratio.toFixed(2)} x`;

const seconds = (value: number): string => `${value.toFixed(2)} s`;
