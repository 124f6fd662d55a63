import { expect } from "chai";
import { secretKeys } from "../../../pki/identity-settings";
import { temporaryFolder } from "../../sandbox/processes/temporary-folder";
import { Session } from "./session";

describe("nephoran pki", () => {
  const folder = temporaryFolder();

  it("never shows a private key, whatever it is asked", async () => {
    const session = new Session(folder());
    await session.withPassphrase("init");
    await session.withPassphrase("init", "--force", "--json");
    const extras = ["--public", "--client", "nephoran_sync"];
    await session.withPassphrase("issue", "--all", ...extras);
    await session.withPassphrase("issue", "us-east-1", "--dry-run", "--force");
    await session.withPassphrase("issue", "us-east-1");
    await session.withPassphrase("issue", "--all", "--force", "--json", ...extras);
    await session.withPassphrase("rotate", "us-east-1", "--json");
    for (const step of ["begin", "switch", "finish"]) {
      await session.withPassphrase("rotate", "root", "--step", step);
      await session.withPassphrase("rotate", "cockroach-ca", "--step", step, "--json");
    }
    await session.pki("inspect");
    await session.pki("inspect", "--json");

    const seen = session.everythingSeen();
    expect(seen).to.contain("CN=nephoran_sync").and.not.contain("PRIVATE KEY");
    expect(seen).to.not.contain("a passphrase of this test");
    const keys = session.stacks.written.flatMap(({ settings }) =>
      secretKeys.flatMap((key) => settings[key]?.reveal().match(/^[A-Za-z0-9+/]{40,}$/gm) ?? []),
    );
    expect(keys.length).to.be.greaterThan(40);
    expect(keys.filter((line) => seen.includes(line))).to.deep.equal([]);
  });
});
