import { readdirSync } from "node:fs";
import { expect } from "chai";
import { temporaryFolder } from "../../sandbox/processes/temporary-folder";
import { shippedProject } from "../../shipped-project";
import { Session } from "./session";

const regions = shippedProject.topology.regions.map(({ name }) => name);

describe("nephoran pki rotate", () => {
  const folder = temporaryFolder();
  let session: Session;
  beforeEach(() => {
    session = new Session(folder());
  });

  beforeEach(async () => {
    await session.withPassphrase("init");
    await session.withPassphrase("issue", "--all");
  });

  it("replaces one region's mesh CA", async () => {
    const { printed, told } = await session.withPassphrase("rotate", "us-east-1", "--days", "90");
    expect(printed[0]).to.equal("us-east-1");
    expect(printed[1]).to.equal(
      "  meshCaCertificate            CN=us-east-1, OU=mesh CA, O=nephoran, until 2026-05-30 " +
        "12:00 UTC",
    );
    expect(told).to.deep.equal([
      "Next: `pulumi up --stack us-east-1`. Certificates of the old CA are believed until they " +
        "end; if its key was stolen, replace the root too.",
    ]);
  });

  it("replaces the root and the state store's CA, each in three commands", async () => {
    const before = readdirSync(session.authority);
    for (const ca of ["root", "cockroach-ca"]) {
      for (const step of ["begin", "switch", "finish"]) {
        const { error, told } = await session.withPassphrase("rotate", ca, "--step", step);
        expect(error, `${ca} ${step}`).to.equal(undefined);
        expect(told.join()).to.contain("Next: `pulumi up` of every stack");
        expect((await session.pki("inspect")).exitCode, `${ca} ${step}`).to.equal(0);
      }
    }
    const after = readdirSync(session.authority);
    expect(after).to.have.length(5);
    expect(after.filter((name) => before.includes(name))).to.deep.equal(["authority.json"]);
  });

  it("keeps to the steps, and to regions of the topology", async () => {
    expect((await session.withPassphrase("rotate", "root")).error).to.equal(
      "Which step? `nephoran pki rotate root --step` takes begin, switch, finish, in this order, " +
        "with a deployment of all regions after each. Nothing was changed.",
    );
    expect((await session.withPassphrase("rotate", "us-east-1", "--step", "begin")).error).to.equal(
      "A region's mesh CA is replaced at once, without --step: what the old one signed goes on " +
        "being believed. Nothing was changed.",
    );
    expect((await session.withPassphrase("rotate", "mars-1")).error).to.contain(
      "There is no region mars-1.",
    );
  });

  it("changes neither stacks nor authority when it is only tried", async () => {
    const written = session.stacks.written.length;
    const before = readdirSync(session.authority);
    const { printed } = await session.withPassphrase(
      ...["rotate", "root", "--step", "begin", "--dry-run"],
    );
    expect(printed).to.deep.equal(regions.flatMap((region) => [region, "  would set trustRoots"]));
    expect(session.stacks.written).to.have.length(written);
    expect(readdirSync(session.authority)).to.deep.equal(before);
  });

  it("says when there was nothing left to do", async () => {
    await session.withPassphrase("rotate", "root", "--step", "begin");
    const { told } = await session.withPassphrase("rotate", "root", "--step", "begin");
    expect(told[0]).to.equal("Every region has this already; nothing was set.");
  });
});
