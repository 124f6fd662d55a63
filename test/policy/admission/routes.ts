import fc from "fast-check";
import type { PolicyResource } from "../../../policy/rule";

/** Whole percents of all regions that sum to 100. */
export const weights = (names: readonly string[]): fc.Arbitrary<Record<string, number>> =>
  fc
    .array(fc.nat(100), { minLength: names.length - 1, maxLength: names.length - 1 })
    .map((cuts) => {
      const bounds = [0, ...cuts.sort((one, other) => one - other), 100];
      return Object.fromEntries(
        names.map((name, index) => [name, (bounds[index + 1] ?? 0) - (bounds[index] ?? 0)]),
      );
    });

/** The live routes as they are, with routes lost, moved, and other weights and hosts. */
export function anyRoutes(live: PolicyResource): fc.Arbitrary<unknown[]> {
  const { http } = live.props["spec"] as { http: Record<string, unknown>[] };
  const destination = fc.record(
    {
      destination: fc.record({
        host: fc.constantFrom(
          ...["us-east-1.failover.nephoran.local", "eu.nephoran.local", "example.org"],
        ),
      }),
      weight: fc.constantFrom(0, 1, 50, 99, 100),
    },
    { requiredKeys: ["destination"] },
  );
  const rerouted = fc
    .tuple(fc.constantFrom(...http), fc.array(destination, { minLength: 1, maxLength: 3 }))
    .map(([route, to]) => ("route" in route ? { ...route, route: to } : route));
  return fc.oneof(
    fc.shuffledSubarray(http, { minLength: 1 }),
    fc.array(fc.oneof(fc.constantFrom(...http), rerouted), { minLength: 1, maxLength: 6 }),
  );
}
