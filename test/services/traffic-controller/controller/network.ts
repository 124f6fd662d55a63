import fc from "fast-check";
import type { Delay } from "./replica";

/** Delays of messages, ms: mostly short, some longer than anybody waits, some for ever. */
export const delays: fc.Arbitrary<fc.Stream<ReturnType<Delay>>> = fc.infiniteStream(
  fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 100 }) },
    { weight: 1, arbitrary: fc.integer({ min: 100, max: 3_000 }) },
    { weight: 1, arbitrary: fc.constant("lost" as const) },
  ),
);

/** The delay of the next message. */
export function nextOf(stream: fc.Stream<ReturnType<Delay>>): ReturnType<Delay> {
  const next = stream.next();
  return next.done === true ? "lost" : next.value;
}
