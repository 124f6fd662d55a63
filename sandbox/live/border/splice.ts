import { type Duplex, pipeline } from "node:stream";

/** Joins two connections: what ends on one side ends on the other, what breaks on one breaks both. */
export function splice(one: Duplex, other: Duplex): void {
  // Either may break at any time, and whoever is at its end sees it.
  const ended = () => undefined;
  pipeline(one, other, ended);
  pipeline(other, one, ended);
}
