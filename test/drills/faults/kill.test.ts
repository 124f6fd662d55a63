import { expect } from "chai";
import { death } from "../../../drills/faults/kill";

function regions(dying: readonly string[], failing?: string) {
  const running = new Set(["atlantis", "brigadoon", "camelot"]);
  const injection = death(dying, {
    kill: (region) => {
      running.delete(region);
      return region === failing ? Promise.reject(new Error("half-way")) : Promise.resolve();
    },
    restore: (region) => Promise.resolve(void running.add(region)),
  });
  return { injection, running: () => [...running].sort() };
}

describe("the death of regions", () => {
  it("kills those it is about, and starts them again", async () => {
    const { injection, running } = regions(["atlantis", "camelot"]);
    await injection.begin();
    expect(running()).to.deep.equal(["brigadoon"]);
    await injection.end();
    await injection.end();
    expect(running()).to.deep.equal(["atlantis", "brigadoon", "camelot"]);
  });

  it("kills the others though one cannot be killed, and starts all again", async () => {
    const { injection, running } = regions(["atlantis", "camelot"], "atlantis");
    const outcome = await injection.begin().catch((error: unknown) => error);
    expect(outcome).to.be.an("error");
    expect(running()).to.deep.equal(["brigadoon"]);
    await injection.end();
    expect(running()).to.have.length(3);
  });
});
