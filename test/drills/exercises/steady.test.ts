import { expect } from "chai";
import { poorLinks } from "../../../drills/exercises/steady";
import { defaultLinks } from "../../../sandbox/live/network/round-trips";
import type { Link } from "../../../sandbox/live/network/router";

const REGIONS = ["us-east-1", "eu-west-1", "us-west-2"];

describe("poor links between regions", () => {
  it("lose one packet in 200 and jitter, as far as they are, and are as usual in the end", async () => {
    const set: Readonly<Record<string, Link>>[] = [];
    const links = poorLinks(REGIONS, () =>
      Promise.resolve({ setLinks: (some) => Promise.resolve(void set.push(some)) }),
    );
    await links.begin();
    await links.end();
    const usual = defaultLinks(REGIONS);
    expect(set[1]).to.deep.equal(usual);
    expect(Object.keys(set[0] ?? {}))
      .to.have.members(Object.keys(usual))
      .with.length(6);
    for (const [way, link] of Object.entries(set[0] ?? {})) {
      expect(link).to.deep.equal({ delayMs: usual[way]?.delayMs, jitterMs: 10, loss: 0.005 });
    }
  });
});
