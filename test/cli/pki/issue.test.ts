import { join } from "node:path";
import { expect } from "chai";
import { temporaryFolder } from "../../sandbox/processes/temporary-folder";
import { shippedProject } from "../../shipped-project";
import { Session } from "./session";

const regions = shippedProject.topology.regions.map(({ name }) => name);

describe("nephoran pki issue", () => {
  const folder = temporaryFolder();
  let session: Session;
  beforeEach(() => {
    session = new Session(folder());
  });

  beforeEach(() => session.withPassphrase("init"));

  it("gives all regions identities that inspection finds nothing wrong with", async () => {
    const { error, told } = await session.withPassphrase("issue", "--all", "--public");
    expect(error).to.equal(undefined);
    expect(told).to.deep.equal([
      `Next: ${regions.map((region) => `\`pulumi up --stack ${region}\``).join(", ")}.`,
    ]);
    const inspected = await session.pki("inspect");
    expect(inspected.exitCode).to.equal(0);
    expect(inspected.printed.filter((line) => /^(wrong|renew)/.test(line))).to.deep.equal([]);
  });

  it("makes the lab's certificate for every public host of a region, its zone's too", async () => {
    await session.withPassphrase("issue", "eu-west-1", "--public");
    const { printed } = await session.pki("inspect", "eu-west-1", "--json");
    const shown = printed
      .map((line) => JSON.parse(line) as { setting: string; names: string[] })
      .find(({ setting }) => setting === "publicCertificatePem");
    expect(shown?.names).to.deep.equal([
      "DNS:nephoran.io",
      "DNS:eu-west-1.nephoran.io",
      "DNS:eu.nephoran.io",
    ]);
  });

  it("reports each certificate on a line of JSON", async () => {
    const { printed } = await session.withPassphrase("issue", "us-east-1", "--json");
    const lines = printed.map((line) => JSON.parse(line) as Record<string, string>);
    expect(lines.map(({ setting, action }) => [setting, action])).to.deep.equal([
      ["meshCaCertificate", "set"],
      ["trustRoots", "set"],
      ["cockroachCa", "set"],
      ["cockroachNodeCertificate", "set"],
      ["cockroachRootCertificate", "set"],
    ]);
    expect(lines[0]).to.have.all.keys(
      ...["region", "setting", "action", "subject", "serial", "fingerprintSha256", "notAfter"],
    );
    expect(lines[0]?.["notAfter"]).to.equal("2027-03-01T12:00:00.000Z");
  });

  it("only says what it would do when it is only tried", async () => {
    const { printed, told } = await session.withPassphrase("issue", "us-east-1", "--dry-run");
    expect(printed).to.deep.equal([
      "us-east-1",
      ...[
        "meshCaCertificate",
        "meshCaKey",
        "trustRoots",
        "cockroachCa",
        "cockroachNodeCertificate",
        "cockroachNodeKey",
        "cockroachRootCertificate",
        "cockroachRootKey",
      ].map((key) => `  would set ${key}`),
    ]);
    expect(told).to.deep.equal([]);
    expect(session.stacks.written).to.deep.equal([]);
  });

  it("asks for which regions, and knows those of the topology", async () => {
    expect((await session.withPassphrase("issue")).error).to.equal(
      "For which regions? Name them, or say --all.",
    );
    expect((await session.withPassphrase("issue", "mars-1")).error).to.equal(
      "There is no region mars-1. The topology has us-east-1, eu-west-1, ap-southeast-1, " +
        "us-west-2. Nothing was changed.",
    );
  });

  it("opens nothing with a wrong passphrase, from a person or a file", async () => {
    session.answers = ["another passphrase"];
    expect((await session.pki("issue", "--all")).error).to.contain("The passphrase does not open");
    const nowhere = join(folder(), "nowhere");
    expect((await session.pki("issue", "--all", "--passphrase-file", nowhere)).error).to.equal(
      `The passphrase file ${nowhere} cannot be read. Nothing was changed.`,
    );
    expect(session.stacks.written).to.deep.equal([]);
  });

  it("adds a user of the state store to a region that has all else", async () => {
    await session.withPassphrase("issue", "us-east-1");
    const { printed, error } = await session.withPassphrase(
      ...["issue", "us-east-1", "--client", "nephoran_sync", "--client", "nephoran_audit"],
    );
    expect(error).to.equal(undefined);
    expect(printed.filter((line) => /CN=/.test(line))).to.have.length(2);
    expect(printed.slice(-3)).to.deep.equal([
      "  mesh is sound and stays as it is",
      "  cockroach-node is sound and stays as it is",
      "  cockroach-root is sound and stays as it is",
    ]);
  });

  it("renews one part alone", async () => {
    const user = ["--client", "nephoran_sync"];
    await session.withPassphrase("issue", "us-east-1", "--public", ...user);
    const renewed = async (...words: string[]): Promise<string[]> => {
      const written = session.stacks.written.length;
      const { error } = await session.withPassphrase("issue", "us-east-1", "--force", ...words);
      expect(error).to.equal(undefined);
      const changes = session.stacks.written.slice(written);
      return changes.flatMap(({ settings }) => Object.keys(settings));
    };
    expect(await renewed("--only", "public")).to.deep.equal([
      "publicCertificatePem",
      "publicCertificateKey",
    ]);
    expect(await renewed("--only", "clients", ...user)).to.deep.equal([
      "cockroachClientCertificates",
      "cockroachClientKeys",
    ]);
    expect(await renewed("--only", "cockroach-root", "--only", "mesh")).to.have.length(5);
  });

  it("refuses users and lifetimes that cannot be", async () => {
    for (const words of [
      ["--client", "root"],
      ["--client", "a b"],
      ["--days", "0"],
      ["--days", "a year"],
      ["--only", "everything"],
    ]) {
      expect((await session.withPassphrase("issue", "--all", ...words)).error).to.contain(
        `'${words[1] ?? ""}' is invalid`,
      );
    }
  });
});
