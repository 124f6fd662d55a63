import { expect } from "chai";
import { campaign } from "../../simulator/campaign/campaign";
import { playWorld } from "../../simulator/campaign/play";
import { replayCommand, summaryLines, violationLines } from "../../simulator/report";
import { Controller } from "../../services/traffic-controller/controller/controller";
import { shippedProject } from "../shipped-project";

const { topology } = shippedProject;

describe("a campaign of simulated worlds", () => {
  it("finds nothing in 20,000 ticks of the shipped controllers", async () => {
    const summary = await campaign({ seed: 1, ticks: 20_000, workers: 1, topology });
    expect(summary.violation).to.equal(undefined);
    expect(summary.ticks).to.be.at.least(20_000);
    expect(summary.writes).to.be.above(0);
    expect(summaryLines(summary).at(-1)).to.equal("No violation.");
  }).timeout(60_000);

  it("plays the same world again for the same seed and number", () => {
    expect(playWorld(7, 3, topology)).to.deep.equal(playWorld(7, 3, topology));
  });

  it("names what a broken controller violates, where, and how to see it again", () => {
    const make = (options: ConstructorParameters<typeof Controller>[0]): Controller =>
      new (class extends Controller {
        override isLeading(): boolean {
          return true;
        }
      })(options);
    const { violation } = playWorld(5, 0, topology, { make });
    if (violation === undefined) throw new Error("Nothing was found.");
    expect(playWorld(5, 0, topology, { make }).violation).to.deep.equal(violation);
    expect(violationLines(5, violation)).to.deep.equal([
      `Violated: ${violation.invariant}. ${violation.sentence}`,
      `  What was seen: ${violation.what}.`,
      `  Where: seed 5, world 0, tick ${violation.tick}, ${violation.seconds.toFixed(1)} s after its beginning.`,
      "  Play it again: npm run simulate -- --seed 5 --world 0",
    ]);
    expect(replayCommand(5, 0)).to.equal("npm run simulate -- --seed 5 --world 0");
  });
});
