import { expect } from "chai";
import fc from "fast-check";
import { firstWeights } from "../../../../routing/routes";
import { Controller } from "../../../../services/traffic-controller/controller/controller";
import type { Judgement } from "../../../../services/traffic-controller/decision/memory";
import { shippedSettings } from "../../../../services/traffic-controller/settings";
import { runs } from "../decision/runs";
import { topologyOf, wellSignals } from "../decision/worlds";
import { Timeline } from "./timeline";

/** Whose gateway is dead for a while, and from when on who finds it again; ms. */
interface Death {
  readonly victim: string;
  readonly diesAtMs: number;
  /** For other gateways, which lead to it. */
  readonly foundByPeersAtMs: number;
  /** For its own region's controller, whose proxy learns of its pods by another way. */
  readonly foundByOwnAtMs: number;
}

interface Judged {
  readonly atMs: number;
  readonly by: string;
  readonly states: Readonly<Record<string, Judgement["state"]>>;
}

const END_MS = 115_000;

/**
 * What controllers take regions for, each second: one in each region, which all probe each other by way of
 * their own gateway and that of the region that they ask.
 *
 * @param phases when each probe goes out within a second, ms, one after the other for all links.
 */
function judged(
  regions: number,
  { victim, diesAtMs, foundByPeersAtMs, foundByOwnAtMs }: Death,
  phases: readonly number[],
): Judged[] {
  const timeline = new Timeline();
  const topology = topologyOf(Array.from({ length: regions }, () => ({})));
  const names = topology.regions.map(({ name }) => name);
  const isBack = (asker: string, asked: string): boolean =>
    (asker !== victim || timeline.nowMs >= foundByOwnAtMs) &&
    (asked !== victim || timeline.nowMs >= (asker === victim ? foundByOwnAtMs : foundByPeersAtMs));
  const answers = (asker: string, asked: string): boolean =>
    timeline.nowMs < diesAtMs || isBack(asker, asked);

  const controllers = new Map(
    names.map((name) => [
      name,
      new Controller({
        topology,
        region: name,
        settings: shippedSettings,
        mode: "active",
        identity: name,
      }),
    ]),
  );
  const said: Judged[] = [];
  const everySecond = (phaseMs: number, run: () => void): void => {
    timeline.at(timeline.nowMs + phaseMs, () => {
      run();
      everySecond(1_000, run);
    });
  };
  let link = 0;
  for (const [asker, controller] of controllers) {
    for (const [asked, peer] of controllers) {
      everySecond(phases[link++ % phases.length] ?? 0, () => {
        if (!answers(asker, asked)) controller.probeFailed(asked, timeline.nowMs);
        else {
          const report = peer.ownReport(timeline.nowMs);
          controller.probeAnswered(asked, { roundTripMs: 70, report }, timeline.nowMs);
        }
      });
    }
    everySecond(0, () => {
      controller.ownSignals(wellSignals, timeline.nowMs);
      controller.overridesObserved([], timeline.nowMs);
      const weights = firstWeights(topology, asker);
      controller.routesObserved(
        { resourceVersion: "1", weights, isAsWritten: true },
        timeline.nowMs,
      );
      const { decision } = controller.tick(timeline.nowMs);
      const states = decision.regions.map((region, index) => [
        region,
        decision.next.health[index]?.judgement.state ?? "healthy",
      ]);
      said.push({
        atMs: timeline.nowMs,
        by: asker,
        states: Object.fromEntries(states) as Judged["states"],
      });
    });
  }
  timeline.runUntil(END_MS);
  return said;
}

const deaths = (victims: readonly string[]): fc.Arbitrary<Death> =>
  fc.record({
    victim: fc.constantFrom(...victims),
    diesAtMs: fc.integer({ min: 40_000, max: 41_000 }),
    foundByPeersAtMs: fc.integer({ min: 66_000, max: 76_000 }),
    foundByOwnAtMs: fc.integer({ min: 66_000, max: 76_000 }),
  });

const worlds = fc.integer({ min: 2, max: 4 }).chain((regions) =>
  fc.record({
    regions: fc.constant(regions),
    death: deaths(["atlantis", "brigadoon", "camelot", "dinotopia"].slice(0, regions)),
    phases: fc.array(fc.integer({ min: 0, max: 999 }), {
      minLength: regions ** 2,
      maxLength: regions ** 2,
    }),
  }),
);

describe("a gateway that is dead while its region lives", function () {
  this.timeout(60_000);

  it("takes its own region out, for everybody and for itself, and no other for anybody", () => {
    fc.assert(
      fc.property(worlds, ({ regions, death, phases }) => {
        const all = judged(regions, death, phases);
        for (const { by, states, atMs } of all) {
          for (const [region, state] of Object.entries(states)) {
            if (region === death.victim) continue;
            expect(state, `${region}, says ${by} after ${atMs} ms`).to.equal("healthy");
          }
        }
        const meanwhile = all.filter(({ atMs }) => atMs >= 46_000 && atMs < 66_000);
        for (const { by, states } of meanwhile) {
          expect(states[death.victim], `says ${by}`).to.equal("failed");
        }
        // Well through the hold-off, it is on its way back.
        const afterwards = all.filter(({ atMs }) => atMs >= END_MS - 2_000);
        for (const { by, states } of afterwards) {
          expect(states[death.victim], `says ${by}`).to.equal("recovering");
        }
      }),
      runs(12),
    );
  });

  it("has the other of two regions serve on as well, though it hears what was asked in vain", () => {
    const death: Death = {
      victim: "atlantis",
      diesAtMs: 40_500,
      foundByPeersAtMs: 66_000,
      foundByOwnAtMs: 69_000,
    };
    const other = judged(2, death, [100, 300, 500, 700]).filter(({ by }) => by === "brigadoon");
    const states = (region: string) => [...new Set(other.map((one) => one.states[region]))];
    expect(states("brigadoon")).to.deep.equal(["healthy"]);
    expect(states("atlantis")).to.deep.equal(["healthy", "failed", "recovering"]);
  });
});
