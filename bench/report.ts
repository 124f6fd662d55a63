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
export function figureRow({ name, value, unit, min, max, runs, atMost, peer }: Figure): string[] {
  const digits = digitsOf[unit];
  return [
    name,
    amount(value, unit),
    `${min.toFixed(digits)}-${amount(max, unit)}`,
    atMost === undefined ? "-" : `at most ${atMost}`,
    String(runs),
    amount(peer.ours, peer.unit),
    amount(peer.value, peer.unit),
    peer.what,
  ];
}

type Unit = Figure["unit"] | Figure["peer"]["unit"];

const digitsOf: Readonly<Record<Unit, number>> = { ratio: 2, s: 2, ms: 0, µs: 0 };

const amount = (value: number, unit: Unit): string =>
  `${value.toFixed(digitsOf[unit])} ${unit === "ratio" ? "x" : unit}`;
