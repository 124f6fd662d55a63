import { expect } from "chai";
import {
  defaultLinks,
  publishedRoundTripsMs,
  roundTripMs,
} from "../../../../sandbox/live/network/round-trips";

const regions = ["us-east-1", "eu-west-1", "ap-southeast-1", "us-west-2"];

describe("the round trips between sites", () => {
  it("are published for every two shipped regions and for the clients, the same both ways", () => {
    for (const from of [...regions, "clients"]) {
      const others = Object.keys(publishedRoundTripsMs[from as "clients"]);
      expect(others).to.have.members(regions.filter((region) => region !== from));
      for (const to of others) expect(roundTripMs(from, to)).to.equal(roundTripMs(to, from));
    }
  });

  it("are taken from either end, and are those of a continent where nothing is published", () => {
    expect(roundTripMs("us-east-1", "ap-southeast-1")).to.equal(219);
    expect(roundTripMs("eu-west-1", "clients")).to.equal(14);
    expect(roundTripMs("us-east-1", "mars-north-1")).to.equal(40);
  });

  it("make a link of half of them each way", () => {
    expect(defaultLinks(["us-east-1", "eu-west-1", "clients"])).to.deep.equal({
      "us-east-1>eu-west-1": { delayMs: 35, jitterMs: 0.5 },
      "us-east-1>clients": { delayMs: 39, jitterMs: 0.5 },
      "eu-west-1>us-east-1": { delayMs: 35, jitterMs: 0.5 },
      "eu-west-1>clients": { delayMs: 7, jitterMs: 0.5 },
      "clients>us-east-1": { delayMs: 39, jitterMs: 0.5 },
      "clients>eu-west-1": { delayMs: 7, jitterMs: 0.5 },
    });
  });
});
