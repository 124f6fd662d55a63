import { expect } from "chai";
import { type Machine, whyNotLive } from "../../../sandbox/live/machine";

const able: Machine = { availableMb: 16_000, known: [], live: [], running: [] };
const REGIONS = ["us-east-1", "eu-west-1"];

describe("whether the demo has a live part", () => {
  it("is so where there is a network and memory", () => {
    expect(whyNotLive(able, REGIONS)).to.deep.equal([]);
  });

  it("is not so without a network or memory, and all that is missing is said", () => {
    const machine = {
      ...able,
      noNetwork: "pods need user namespaces",
      noWatching: "Raise the limit.",
      availableMb: 4_096,
    };
    expect(whyNotLive(machine, REGIONS)).to.deep.equal([
      "Pods need user namespaces.",
      "Raise the limit.",
      "us-east-1 and eu-west-1 need 6.5 GB of memory; 4.0 GB are left.",
    ]);
  });

  it("counts no memory for what runs already", () => {
    const running = { ...able, availableMb: 4_096, known: REGIONS, live: REGIONS };
    expect(whyNotLive({ ...running, running: REGIONS }, REGIONS)).to.deep.equal([]);
    expect(whyNotLive({ ...running, running: ["us-east-1"] }, REGIONS)).to.deep.equal([]);
    expect(whyNotLive({ ...running, running: [] }, REGIONS)).to.have.length(1);
  });

  it("is not so in a sandbox whose pods never ran, which says how to go on", () => {
    const machine = { ...able, known: REGIONS, live: ["us-east-1"] };
    expect(whyNotLive(machine, REGIONS)).to.deep.equal([
      "This sandbox has eu-west-1 with pods that never ran, whose jobs count as done. " +
        "Delete it (npm run sandbox -- reset), or name another folder by --dir.",
    ]);
  });
});
