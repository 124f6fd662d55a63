import * as fc from "fast-check";
import { kindNames } from "../../../../sandbox/live/load/kinds";
import type { LoadEvent } from "../../../../sandbox/live/load/load-event";

/** When the load of these events began, ms since 1970. */
export const STARTED_AT = 1_700_000_000_000;

/** Any event of a load of a minute. */
export const anyEvent: fc.Arbitrary<LoadEvent> = fc
  .record({
    t: fc.integer({ min: 0, max: 60_000 }).map((ms) => STARTED_AT + ms),
    kind: fc.constantFrom(...kindNames),
    entry: fc.constantFrom("nephoran.io@us-east-1", "nephoran.io@eu-west-1"),
    ms: fc.double({ min: 0, max: 20_000, noNaN: true }),
    lateMs: fc.double({ min: 0, max: 100, noNaN: true }),
    tries: fc.integer({ min: 1, max: 5 }),
    answer: fc.option(
      fc.record({
        status: fc.constantFrom(200, 201, 401, 421, 503),
        region: fc.option(fc.constantFrom("us-east-1", "eu-west-1"), { nil: undefined }),
      }),
    ),
  })
  .map(({ answer, ...event }) =>
    answer === null
      ? { ...event, error: "connection refused" }
      : {
          ...event,
          status: answer.status,
          ...(answer.region !== undefined && { region: answer.region }),
        },
  );
