import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { temporaryFolder } from "../../sandbox/processes/temporary-folder";
import { Session } from "./session";

describe("nephoran pki init", () => {
  const folder = temporaryFolder();
  let session: Session;
  beforeEach(() => {
    session = new Session(folder());
  });

  it("makes an authority, and tells its fingerprints", async () => {
    const { printed, told, error } = await session.withPassphrase("init");
    expect(error).to.equal(undefined);
    expect(printed.join("\n")).to.match(
      /^CN=nephoran mesh root [0-9a-f]{8}, O=nephoran, until 2036-02-27 12:00 UTC\n {2}SHA-256 [0-9A-F:]{95}\nCN=nephoran CockroachDB CA [0-9a-f]{8}, O=nephoran, until 2031-02-28 12:00 UTC\n {2}SHA-256 [0-9A-F:]{95}$/,
    );
    expect(told).to.deep.equal([
      `Written to ${session.authority}. Keep it offline, with a copy elsewhere. Next: \`nephoran ` +
        "pki issue --all`.",
    ]);
  });

  it("replaces no authority unless it is told to", async () => {
    await session.withPassphrase("init");
    const before = readdirSync(session.authority);
    expect((await session.withPassphrase("init")).error).to.equal(
      `There is an authority in ${session.authority} already. Nothing was changed. --force ` +
        "replaces it: what it has issued can then be neither renewed nor rotated, only issued anew.",
    );
    expect(readdirSync(session.authority)).to.deep.equal(before);
    expect((await session.withPassphrase("init", "--force")).error).to.equal(undefined);
    expect(readdirSync(session.authority)).to.have.length(5).and.not.deep.equal(before);
  });

  it("asks a person twice for the passphrase, and makes nothing if the answers differ", async () => {
    session.answers = ["a first passphrase", "a second passphrase"];
    expect((await session.pki("init")).error).to.equal(
      "The two passphrases differ. Nothing was made.",
    );
    session.answers = ["too short"];
    expect((await session.pki("init")).error).to.equal(
      "The passphrase has 9 characters; at least 12 are wanted. Nothing was made.",
    );
    session.answers = ["a first passphrase", "a first passphrase"];
    expect((await session.pki("init")).error).to.equal(undefined);
  });

  it("says how to give a passphrase where there is neither file nor person", async () => {
    expect((await session.pki("init")).error).to.equal(
      "A new authority's keys are closed by a passphrase. Name a file with it by " +
        "--passphrase-file or NEPHORAN_PKI_PASSPHRASE_FILE, or run the command on a terminal, " +
        "which asks for it. In a lab, --unencrypted does without.",
    );
  });

  it("leaves the keys in clear only where that is asked for", async () => {
    const { told } = await session.pki("init", "--unencrypted");
    expect(told[0]).to.contain(", keys in clear.");
    const key = readdirSync(session.authority).find((name) => name.endsWith(".key")) ?? "";
    const text = readFileSync(join(session.authority, key), "utf8");
    expect(text).to.contain("BEGIN PRIVATE KEY");
    expect(statSync(join(session.authority, key)).mode & 0o777).to.equal(0o600);
    expect((await session.pki("issue", "--all")).error).to.equal(undefined);
  });
});
