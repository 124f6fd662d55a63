import { expect } from "chai";
import { OperatorError } from "../../config/operator-error";
import type { Authority, AuthorityCa } from "../../pki/authority";
import { issueAll } from "../../pki/issue";
import { rotateCa, rotateRegions } from "../../pki/rotate";
import type { RotationStep } from "../../pki/rotation";
import { isTrusted, meshCaProblems } from "../../pki/verify";
import { bundle } from "../../pki/x509/pem";
import { openKey } from "../../pki/x509/keys";
import type { Issuer } from "../../pki/x509/sign";
import { MemoryStacks } from "./memory-stacks";
import { newAuthority, now, spiffe, workload } from "./samples";

const regions = ["us-east-1", "eu-west-1"].map((region) => ({
  region,
  hosts: ["nephoran.io", `${region}.nephoran.io`],
}));

describe("rotation", () => {
  let authority: Authority;
  let stacks: MemoryStacks;
  beforeEach(async () => {
    authority = await newAuthority();
    stacks = new MemoryStacks(["us-east-1", "eu-west-1"]);
    await issueAll(authority, regions, stacks, {
      parts: ["mesh", "cockroach-node", "cockroach-root", "public"],
      clients: ["nephoran_sync"],
      ...{ force: false, keepSound: false, dryRun: false, now },
    });
  });

  const step = (which: AuthorityCa, name: RotationStep, dryRun = false) =>
    rotateCa(name, which, authority, regions, stacks, {
      ...{ now, dryRun },
      save: (next) => {
        authority = next;
        return Promise.resolve();
      },
    });
  const refused = async (attempt: Promise<unknown>): Promise<string> => {
    const [phases, before] = [phasesOf(authority), stacks.written.length];
    const failure = await attempt.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(OperatorError);
    expect(stacks.written).to.have.length(before);
    expect(phasesOf(authority)).to.deep.equal(phases);
    return (failure as OperatorError).message;
  };
  const meshCa = async (region: string): Promise<Issuer> => {
    const { meshCaCertificate: certificate = "", meshCaKey } = await stacks.read(region);
    const key = openKey(meshCaKey?.reveal() ?? "");
    if (key === undefined) throw new Error("not a key");
    return { certificate, key };
  };
  /** What a region's workload shows, as it was issued at that moment. */
  const shown = async (region: string): Promise<string> => {
    const ca = await meshCa(region);
    const { certificate } = await workload(ca, spiffe(region));
    return bundle([certificate, ca.certificate]);
  };
  const everyoneBelieves = async (chain: string): Promise<boolean> => {
    const all = await Promise.all(regions.map(({ region }) => stacks.read(region)));
    return all.every(({ trustRoots = "" }) => isTrusted(chain, trustRoots, now));
  };
  const allSound = async (): Promise<void> => {
    for (const { region } of regions) {
      const { meshCaCertificate, meshCaKey, trustRoots } = await stacks.read(region);
      const key = meshCaKey?.reveal() ?? "";
      const given = { certificate: meshCaCertificate, key, roots: trustRoots, region, now };
      expect(meshCaProblems(given), region).to.deep.equal([]);
    }
  };

  describe("of a region's mesh CA", () => {
    it("makes a new key, and what the old one signed goes on being believed", async () => {
      const [old, before] = [await shown("us-east-1"), await meshCa("us-east-1")];
      const west = await stacks.read("eu-west-1");
      await rotateRegions(authority, regions.slice(0, 1), stacks, { now, dryRun: false });
      const after = await meshCa("us-east-1");
      expect(after.key.equals(before.key)).to.equal(false);
      expect(await everyoneBelieves(old)).to.equal(true);
      expect(await everyoneBelieves(await shown("us-east-1"))).to.equal(true);
      expect(await stacks.read("eu-west-1")).to.deep.equal(west);
      await allSound();
    });

    it("is refused for a region that has none, or is another authority's", async () => {
      const other = await newAuthority();
      const options = { now, dryRun: false };
      expect(await refused(rotateRegions(other, regions, stacks, options))).to.equal(
        "Nothing was changed:\n" + "  us-east-1: its trustRoots is not this authority's.",
      );
      stacks.set("us-east-1", {});
      expect(await refused(rotateRegions(authority, regions, stacks, options))).to.equal(
        "Nothing was changed:\n" +
          "  us-east-1 has no meshCaCertificate: `nephoran pki issue us-east-1` gives it one.",
      );
    });
  });

  describe("of the root", () => {
    it("has everybody believe everybody after each of its steps, whoever deploys first", async () => {
      const chains = [await shown("us-east-1")];
      for (const name of ["begin", "switch"] as const) {
        await step("meshRoot", name);
        chains.push(await shown("us-east-1"));
        for (const chain of chains) expect(await everyoneBelieves(chain), name).to.equal(true);
        await allSound();
      }
      await step("meshRoot", "finish");
      const [old = "", , switched = ""] = chains;
      expect(await everyoneBelieves(switched)).to.equal(true);
      expect(await everyoneBelieves(old)).to.equal(false);
      await allSound();
    });

    it("may take every step again: what it finds done, it leaves", async () => {
      for (const name of ["begin", "switch", "finish"] as const) {
        expect((await step("meshRoot", name)).changes, name).to.have.length(2);
        const phases = phasesOf(authority);
        expect((await step("meshRoot", name)).changes, name).to.have.length(0);
        expect(phasesOf(authority)).to.deep.equal(phases);
      }
    });

    it("goes on with the same new root where a step was interrupted", async () => {
      for (const name of ["begin", "switch", "finish"] as const) {
        stacks.failure = new Error("interrupted");
        await step("meshRoot", name).catch(() => undefined);
        const kept = newRootOf(authority);
        expect((await step("meshRoot", name)).changes, name).to.have.length(2);
        if (kept !== undefined && name !== "finish") expect(newRootOf(authority)).to.equal(kept);
        await allSound();
      }
      expect(phasesOf(authority)).to.deep.equal(["steady", "steady"]);
    });

    it("takes its steps in order", async () => {
      expect(await refused(step("meshRoot", "switch"))).to.equal(
        "Nothing was changed: it is not the turn of --step switch for the root. The next is " +
          "`nephoran pki rotate root --step begin`.",
      );
      await step("meshRoot", "begin");
      expect(await refused(step("meshRoot", "finish"))).to.equal(
        "Nothing was changed: it is not the turn of --step finish for the root. The next is " +
          "`nephoran pki rotate root --step switch`.",
      );
      await step("meshRoot", "switch");
      expect(await refused(step("meshRoot", "begin"))).to.equal(
        "Nothing was changed: it is not the turn of --step begin for the root. The next is " +
          "`nephoran pki rotate root --step finish`.",
      );
    });

    it("does not go on before the last step has reached every region", async () => {
      const before = await stacks.read("eu-west-1");
      await step("meshRoot", "begin");
      const begun = await stacks.read("eu-west-1");
      stacks.set("eu-west-1", before);
      expect(await refused(step("meshRoot", "switch"))).to.equal(
        "Nothing was changed:\n" +
          "  eu-west-1: its trustRoots does not hold both yet: take --step begin.",
      );
      stacks.set("eu-west-1", begun);
      await step("meshRoot", "switch");
      stacks.set("eu-west-1", begun);
      expect(await refused(step("meshRoot", "finish"))).to.equal(
        "Nothing was changed:\n" +
          "  eu-west-1: its meshCaCertificate is still the old one's: take --step switch.",
      );
    });

    it("begins nothing over a root that is not this authority's", async () => {
      authority = await newAuthority();
      expect(await refused(step("meshRoot", "begin"))).to.equal(
        "Nothing was changed:\n" +
          "  us-east-1: its trustRoots is not this authority's.\n" +
          "  eu-west-1: its trustRoots is not this authority's.",
      );
    });

    it("takes certificates for labs along, and leaves those of others", async () => {
      const own = (await stacks.read("us-east-1")).publicCertificatePem;
      const elsewhere = new MemoryStacks(["us-east-1"]);
      await issueAll(await newAuthority(), regions.slice(0, 1), elsewhere, {
        parts: ["public"],
        ...{ force: false, keepSound: false, dryRun: false, now },
      });
      const bought = await elsewhere.read("us-east-1");
      stacks.set("eu-west-1", { ...(await stacks.read("eu-west-1")), ...bought });
      await step("meshRoot", "begin");
      await step("meshRoot", "switch");
      expect((await stacks.read("us-east-1")).publicCertificatePem).to.not.equal(own);
      expect((await stacks.read("eu-west-1")).publicCertificatePem).to.equal(
        bought.publicCertificatePem,
      );
    });

    it("writes nothing when it is only tried", async () => {
      const written = stacks.written.length;
      await step("meshRoot", "begin", true);
      expect(stacks.written).to.have.length(written);
      expect(phasesOf(authority)).to.deep.equal(["steady", "steady"]);
    });
  });

  describe("of the state store's CA", () => {
    it("renews nodes, the administrator and every user, and leaves the mesh alone", async () => {
      const before = await stacks.read("us-east-1");
      await step("cockroachCa", "begin");
      await step("cockroachCa", "switch");
      await step("cockroachCa", "finish");
      const after = await stacks.read("us-east-1");
      const { cockroachCa = "" } = after;
      for (const key of [
        "cockroachNodeCertificate",
        "cockroachRootCertificate",
        "cockroachClientCertificates",
      ] as const) {
        expect(isTrusted(after[key] ?? "", cockroachCa, now), key).to.equal(true);
        expect(isTrusted(before[key] ?? "", cockroachCa, now), key).to.equal(false);
      }
      expect(after.meshCaCertificate).to.equal(before.meshCaCertificate);
      expect(after.trustRoots).to.equal(before.trustRoots);
    });
  });
});

const phasesOf = ({ meshRoot, cockroachCa }: Authority): string[] => [
  meshRoot.phase,
  cockroachCa.phase,
];

const newRootOf = ({ meshRoot }: Authority): string | undefined =>
  meshRoot.phase === "steady" ? undefined : meshRoot.new.certificate;
