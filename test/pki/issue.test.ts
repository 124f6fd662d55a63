import { expect } from "chai";
import { OperatorError } from "../../config/operator-error";
import type { Authority } from "../../pki/authority";
import { issueAll, type IssueAllOptions } from "../../pki/issue";
import { describeCertificate } from "../../pki/issue-plan";
import { meshCaProblems } from "../../pki/verify";
import { type IdentitySettings, settingsOf } from "../../pki/identity-settings";
import { writeIdentity } from "../../pki/identity-store";
import { MemoryStacks } from "./memory-stacks";
import { daysLater, issued, newAuthority, now } from "./samples";

const regions = ["us-east-1", "eu-west-1"].map((region) => ({ region, hosts: ["nephoran.io"] }));

describe("issuing identities", () => {
  let authority: Authority;
  let stacks: MemoryStacks;
  before(async () => {
    authority = await newAuthority();
  });
  beforeEach(() => {
    stacks = new MemoryStacks(["us-east-1", "eu-west-1"]);
  });

  const issue = (change: Partial<IssueAllOptions> = {}, from = authority, chosen = regions) =>
    issueAll(from, chosen, stacks, {
      parts: ["mesh", "cockroach-node", "cockroach-root"],
      ...{ force: false, keepSound: false, dryRun: false, now },
      ...change,
    });
  const refused = async (attempt: Promise<unknown>): Promise<string> => {
    const before = stacks.written.length;
    const failure = await attempt.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(OperatorError);
    expect(stacks.written).to.have.length(before);
    return (failure as OperatorError).message;
  };
  const without = async (region: string, ...keys: (keyof IdentitySettings)[]): Promise<void> => {
    const rest = Object.entries(await stacks.read(region)).filter(
      ([key]) => !keys.some((gone) => gone === key),
    );
    stacks.set(region, Object.fromEntries(rest));
  };

  it("gives every region a mesh CA of its own that all believe", async () => {
    await issue();
    for (const { region } of regions) {
      const { meshCaCertificate: certificate, meshCaKey } = await stacks.read(region);
      const { trustRoots: roots } = await stacks.read("us-east-1");
      const key = meshCaKey?.reveal() ?? "";
      expect(meshCaProblems({ certificate, key, roots, region, now })).to.deep.equal([]);
    }
    const [east, west] = await Promise.all(regions.map(({ region }) => stacks.read(region)));
    expect(east?.meshCaKey?.reveal()).to.not.equal(west?.meshCaKey?.reveal());
    expect(east?.cockroachNodeKey?.reveal()).to.not.equal(west?.cockroachNodeKey?.reveal());
  });

  it("writes nothing when it is only tried", async () => {
    const plans = await issue({ dryRun: true });
    expect(plans.map(({ settings }) => Object.keys(settings).length)).to.deep.equal([8, 8]);
    expect(stacks.written).to.deep.equal([]);
  });

  it("replaces nothing, and says what is there", async () => {
    await issue();
    const { meshCaCertificate = "" } = await stacks.read("us-east-1");
    const message = await refused(issue());
    expect(message).to.match(/^Nothing was changed, because of what is there already:\n/);
    expect(message).to.contain(
      `  us-east-1: meshCaCertificate is ${describeCertificate(meshCaCertificate)}\n`,
    );
    expect(describeCertificate(meshCaCertificate)).to.match(
      /^CN=us-east-1, OU=mesh CA, O=nephoran, serial [0-9A-F]{32}, SHA-256 [0-9A-F:]{95}, until 2027-03-01 12:00 UTC$/,
    );
    expect(message).to.contain("--force replaces it");
  });

  it("replaces everything when it is told to", async () => {
    await issue();
    const before = await stacks.read("us-east-1");
    await issue({ force: true });
    const after = await stacks.read("us-east-1");
    expect(after.meshCaKey?.reveal()).to.not.equal(before.meshCaKey?.reveal());
    expect(after.trustRoots).to.equal(before.trustRoots);
  });

  it("goes on where an earlier run was stopped, and leaves what is sound", async () => {
    await issue({}, authority, regions.slice(0, 1));
    const before = await stacks.read("us-east-1");
    const plans = await issue({ keepSound: true });
    expect(await stacks.read("us-east-1")).to.deep.equal(before);
    expect(plans.map(({ kept }) => kept.length)).to.deep.equal([3, 0]);
    expect(await refused(issue({ keepSound: true }))).to.equal(
      "Nothing was changed: us-east-1, eu-west-1 have all that was asked for. `nephoran pki " +
        "inspect` shows it; --force replaces it.",
    );
  });

  it("does not take half an identity, or another authority's, for a sound one", async () => {
    await issue();
    await without("us-east-1", "meshCaCertificate", "trustRoots");
    expect(await refused(issue({ keepSound: true }))).to.contain(
      "us-east-1: meshCaKey without the rest",
    );
    const other = await newAuthority();
    expect(await refused(issue({ keepSound: true }, other, regions.slice(1)))).to.contain(
      "eu-west-1: meshCaCertificate is CN=eu-west-1",
    );
  });

  it("renews an administrator's certificate that has outlived its days, and nothing else", async () => {
    await issue();
    const before = await stacks.read("us-east-1");
    await issue({ keepSound: true, now: daysLater(8) });
    const after = await stacks.read("us-east-1");
    expect(after.cockroachRootCertificate).to.not.equal(before.cockroachRootCertificate);
    expect(after.meshCaCertificate).to.equal(before.meshCaCertificate);
    expect(after.cockroachNodeCertificate).to.equal(before.cockroachNodeCertificate);
  });

  it("issues a part alone only if it goes with the rest", async () => {
    await issue();
    const one = regions.slice(0, 1);
    await issue({ parts: ["cockroach-root"], force: true }, authority, one);
    const message = await refused(
      issue({ parts: ["cockroach-root"], force: true }, await newAuthority(), one),
    );
    expect(message).to.match(
      /^Nothing was changed: what stays does not go with what this authority issues:\n {2}us-east-1: cockroachRootCertificate would be not signed by CN=nephoran CockroachDB CA /,
    );
  });

  it("adds users of the state store to those that are there", async () => {
    await issue({ clients: ["nephoran_sync"] });
    await issue({ keepSound: true, clients: ["nephoran_audit"] });
    const { cockroachClientCertificates = "" } = await stacks.read("us-east-1");
    expect(cockroachClientCertificates.match(/BEGIN/g)).to.have.length(2);
    expect(await refused(issue({ keepSound: true, clients: ["nephoran_sync"] }))).to.match(
      /us-east-1: has CN=nephoran_sync, O=nephoran, serial /,
    );
  });

  it("reads all stacks before it writes any", async () => {
    const all = [...regions, { region: "ap-southeast-1", hosts: [] }];
    expect(await refused(issue({}, authority, all))).to.equal(
      "no stack named 'ap-southeast-1' found",
    );
  });

  it("is also done for a program that has its authority in memory", async () => {
    const { identity } = await issued(authority, "us-east-1");
    await writeIdentity(stacks, "us-east-1", identity);
    expect(await stacks.read("us-east-1")).to.deep.equal(settingsOf(identity));
  });
});
