import { InvalidArgumentError } from "commander";

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** No override outlives what it was for, ms: a week. */
const LONGEST_MS = 7 * UNIT_MS.d;

/** Parses how long an override stands, such as `90m`, `1h` or `2d`. Gives ms, from a minute to a week. */
export function duration(text: string): number {
  const [, digits = "", unit] = /^([1-9]\d{0,5})([mhd])$/.exec(text) ?? [];
  const ms = Number(digits) * UNIT_MS[unit as keyof typeof UNIT_MS];
  if (unit !== undefined && ms <= LONGEST_MS) return ms;
  throw new InvalidArgumentError("Minutes, hours or days are wanted, up to 7d: 30m, 1h, 2d.");
}

/** Time as people say it: `42 min`, `3 h 5 min`, `2 d 4 h`. */
export function inWords(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / UNIT_MS.m));
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return parts([Math.floor(hours / 24), "d"], [hours % 24, "h"]);
  return parts([hours, "h"], [minutes % 60, "min"]);
}

function parts(...all: readonly (readonly [number, string])[]): string {
  const some = all.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return some.length === 0 ? `0 ${all.at(-1)?.[1] ?? ""}` : some.join(" ");
}
