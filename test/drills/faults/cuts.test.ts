import { expect } from "chai";
import fc from "fast-check";
import { type CutMode, cuts, directionsOf } from "../../../drills/faults/cuts";

/** A router that knows its cuts, and fails as often as it is told to, after it has done what it was asked. */
class FakeRouter {
  readonly cutOff = new Set<string>();
  readonly healed: string[] = [];
  failures = 0;

  cut = (from: string, to: string, how: "drop" | "reset"): Promise<void> => {
    expect(how).to.equal("drop");
    this.cutOff.add(`${from}>${to}`);
    return this.answer();
  };

  heal = (from = "", to = ""): Promise<void> => {
    this.cutOff.delete(`${from}>${to}`);
    this.healed.push(`${from}>${to}`);
    return this.answer();
  };

  private answer(): Promise<void> {
    return this.failures-- > 0 ? Promise.reject(new Error("no answer")) : Promise.resolve();
  }
}

const regions = ["atlantis", "brigadoon", "camelot"];
const scene = { victim: "brigadoon", other: "atlantis", regions };
const cutBy = (mode: CutMode) =>
  directionsOf(mode, scene)
    .map(({ from, to }) => `${from}>${to}`)
    .sort();

describe("the directions that a mode cuts", () => {
  it("are all to and from the region in a blackhole, users included", () => {
    expect(cutBy("blackhole")).to.deep.equal([
      "atlantis>brigadoon",
      "brigadoon>atlantis",
      "brigadoon>camelot",
      "brigadoon>clients",
      "camelot>brigadoon",
      "clients>brigadoon",
    ]);
  });

  it("are those between two regions in a partition, and one of them in one way", () => {
    expect(cutBy("partition")).to.deep.equal(["atlantis>brigadoon", "brigadoon>atlantis"]);
    expect(cutBy("partition-one-way")).to.deep.equal(["atlantis>brigadoon"]);
  });
});

describe("cuts", () => {
  const mode = fc.constantFrom<CutMode>("blackhole", "partition", "partition-one-way");

  it("leave all others as they are, and heal no other ones, however often the router fails", async () => {
    await fc.assert(
      fc.asyncProperty(mode, fc.nat({ max: 8 }), async (which, failures) => {
        const router = new FakeRouter();
        router.cutOff.add("atlantis>camelot");
        router.failures = failures;
        const injection = cuts(directionsOf(which, scene), () => Promise.resolve(router));
        await injection.begin().catch(() => undefined);
        expect([...router.cutOff].sort()).to.deep.equal(
          [...cutBy(which), "atlantis>camelot"].sort(),
        );
        // Whoever puts things right tries until it can.
        for (let tries = 0; tries < 9; tries++) await injection.end().catch(() => undefined);
        expect([...router.cutOff]).to.deep.equal(["atlantis>camelot"]);
        expect(router.healed).not.to.include("atlantis>camelot");
      }),
    );
  });

  it("end once, and not at all where they have not begun", async () => {
    const router = new FakeRouter();
    const injection = cuts(directionsOf("partition", scene), () => Promise.resolve(router));
    await injection.end();
    expect(router.healed).to.deep.equal([]);
    await injection.begin();
    await injection.end();
    await injection.end();
    expect(router.healed).to.have.length(2);
  });
});
