import { expect } from "chai";
import { temporaryFolder } from "../../sandbox/processes/temporary-folder";
import { Session } from "./session";

describe("nephoran pki inspect", () => {
  const folder = temporaryFolder();
  let session: Session;
  beforeEach(() => {
    session = new Session(folder());
  });

  beforeEach(async () => {
    await session.withPassphrase("init");
    await session.withPassphrase("issue", "--all");
  });

  it("needs no authority", async () => {
    expect((await session.pki("inspect")).error).to.equal(undefined);
  });

  it("shows a person everything of a certificate", async () => {
    const { printed } = await session.pki("inspect", "us-east-1");
    const lines = printed.slice(0, 9).join("\n");
    expect(lines).to.match(/^fine {3}us-east-1 {2}meshCaCertificate\n/);
    for (const part of [
      "subject      CN=us-east-1, OU=mesh CA, O=nephoran",
      "until        2027-03-01 12:00 UTC, 365 days",
      "confined to  critical,permitted;URI:us-east-1.nephoran.local",
      "key          belongs to it",
      "chain        leads to what is believed",
    ]) {
      expect(lines).to.contain(part);
    }
  });

  it("exits with 2 when something is to be renewed, with 1 when something is wrong", async () => {
    session.now = new Date("2026-03-10T12:00:00Z");
    expect((await session.pki("inspect")).exitCode).to.equal(2);
    session.now = new Date("2027-02-15T12:00:00Z");
    expect((await session.pki("inspect")).exitCode).to.equal(2);
    session.now = new Date("2027-03-02T12:00:00Z");
    expect((await session.pki("inspect")).exitCode).to.equal(1);
    session.now = new Date("2026-03-01T12:00:00Z");
    expect((await session.pki("inspect", "--warn-days", "364")).exitCode).to.equal(0);
    session.stacks.set("us-east-1", {});
    const { exitCode, printed } = await session.pki("inspect", "us-east-1");
    expect(exitCode).to.equal(1);
    expect(printed).to.deep.equal(["wrong  us-east-1  meshCaCertificate", "         missing"]);
  });
});
