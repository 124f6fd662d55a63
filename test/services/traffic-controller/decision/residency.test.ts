import { expect } from "chai";
import fc from "fast-check";
import { bindingsOf } from "../../../../routing/bindings";
import { routes } from "../../../../routing/routes";
import { weightsOf } from "../../../../services/traffic-controller/decision/decide";
import type { Override } from "../../../../services/traffic-controller/decision/override";
import { runs } from "./runs";
import { stories, World } from "./worlds";

/** Routes of an entry by name, but for the one that the weights share out. */
const boundRoutes = (list: ReturnType<typeof routes>): unknown[] =>
  list.filter(({ name }) => !name.startsWith("weighted"));

describe("residency", () => {
  it("is no matter of weights: whatever is decided or ordered, what is bound goes where it went", () => {
    fc.assert(
      fc.property(stories, fc.boolean(), ({ topology, settings, phases }, isOrdered) => {
        const bound = {
          ...topology,
          tenants: { acme: { boundTo: "moon" }, duke: { boundTo: "atlantis" } },
        };
        const world = new World(bound, settings);
        const overrides: Override[] = isOrdered
          ? ["brigadoon", "atlantis"].map((region) => ({
              id: region,
              kind: "exclude",
              region,
              reason: "a drill",
              author: "ada",
              expiresAtMs: Infinity,
            }))
          : [];
        const first = new World(bound, settings).tick();
        for (const { seconds, conditions } of phases) {
          const decision = world.pass(seconds, { ...conditions, overrides });
          for (const entry of decision.regions) {
            const bindings = bindingsOf(bound, entry);
            const [is, was] = [decision, first].map((one) =>
              boundRoutes(routes(bound, bindings, weightsOf(one, entry))),
            );
            expect(is).to.deep.equal(was);
            expect(is).to.have.length.above(0);
          }
        }
      }),
      runs(15),
    );
  });
});
