import { expect } from "chai";
import { FakeClusters, regions } from "./fake-clusters";

const WHY = ["--reason", "new kernel", "--author", "pia"];

describe("nephoran traffic lift", () => {
  let clusters: FakeClusters;
  beforeEach(() => (clusters = new FakeClusters()));

  it("takes one override back everywhere, and leaves the others", async () => {
    await clusters.traffic(["drain", "us-west-2", ...WHY]);
    await clusters.traffic(["freeze", ...WHY]);
    const { printed, exitCode } = await clusters.traffic(["lift", "drain-us-west-2"]);
    expect(exitCode).to.equal(undefined);
    expect(printed[0]).to.equal("lift drain-us-west-2");
    for (const region of regions) expect(clusters.ids(region)).to.deep.equal(["freeze"]);
  });

  it("is finished by the same again", async () => {
    await clusters.traffic(["freeze", ...WHY]);
    clusters.dead.add("us-west-2");
    expect((await clusters.traffic(["lift", "freeze"])).exitCode).to.equal(1);
    clusters.dead.clear();
    const { printed, exitCode } = await clusters.traffic(["lift", "freeze"]);
    expect(exitCode).to.equal(undefined);
    expect(printed).to.include("us-east-1       already so");
    expect(printed).to.include("us-west-2       written");
  });

  it("says so if no cluster has such an override", async () => {
    const { error } = await clusters.traffic(["lift", "freze"]);
    expect(error).to.equal(
      "No cluster has an override freze. `nephoran traffic status` lists those there are.",
    );
  });
});
