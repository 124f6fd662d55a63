import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import type { Authority } from "../../pki/authority";
import { meshCaProfile, publicLabProfile } from "../../pki/profiles";
import {
  cockroachClientProblems,
  cockroachNodeProblems,
  meshCaProblems,
  publicCertificateProblems,
} from "../../pki/verify";
import { keyPem } from "../../pki/x509/keys";
import { bundle, certificatePem } from "../../pki/x509/pem";
import type { CertificateProfile } from "../../pki/x509/profile";
import {
  daysLater,
  issued,
  type IssuedRegion,
  newAuthority,
  now,
  rootOf,
  signed,
  spiffe,
  workload,
} from "./samples";

describe("what is wrong with the CA of a region's mesh", () => {
  let authority: Authority;
  let east: IssuedRegion;
  let roots: string;
  before(async () => {
    authority = await newAuthority();
    east = await issued(authority, "us-east-1");
    roots = east.identity.mesh.roots;
  });

  const problems = (change: Partial<Parameters<typeof meshCaProblems>[0]>): string[] =>
    meshCaProblems({
      certificate: east.meshCa.certificate,
      key: keyPem(east.meshCa.key),
      roots,
      region: "us-east-1",
      now,
      ...change,
    });
  const issuedAs = async (change: Partial<CertificateProfile>): Promise<string[]> => {
    const profile = { ...meshCaProfile("nephoran", "us-east-1"), ...change };
    const { certificate, key } = await signed(rootOf(authority), profile);
    return problems({ certificate, key: keyPem(key) });
  };

  it("is nothing for the one that was issued, with its key or without", () => {
    expect(problems({})).to.deep.equal([]);
    expect(
      meshCaProblems({ certificate: east.meshCa.certificate, roots, region: "us-east-1", now }),
    ).to.deep.equal([]);
  });

  it("is that it is missing, or no certificate", () => {
    expect(problems({ certificate: undefined })).to.deep.equal(["missing"]);
    for (const certificate of [
      "",
      "secret",
      keyPem(east.meshCa.key),
      certificatePem(Buffer.from("not DER")),
      // A sequence with one that breaks off in it.
      certificatePem(Buffer.from([0x30, 0x02, 0x30, 0x84])),
      east.meshCa.certificate.slice(0, 200),
    ]) {
      expect(problems({ certificate })).to.deep.equal(["no certificate in PEM"]);
    }
  });

  it("is that it has expired, or does not hold yet", () => {
    expect(problems({ now: daysLater(366) })).to.deep.equal(["expired since 2027-03-01 12:00 UTC"]);
    expect(problems({ now: daysLater(-1) })).to.deep.equal([
      "not valid before 2026-03-01 11:55 UTC",
    ]);
  });

  it("is that it is no CA", async () => {
    const { certificate, key } = await workload(rootOf(authority), spiffe("us-east-1"));
    expect(problems({ certificate, key: keyPem(key) })).to.deep.equal([
      "not a CA",
      "without the name constraint critical,permitted;URI:us-east-1.nephoran.local: it could " +
        "speak for any region",
    ]);
  });

  it("is that nothing confines it to the region", async () => {
    expect(await issuedAs({ use: { kind: "ca", pathLength: 0 } })).to.deep.equal([
      "without the name constraint critical,permitted;URI:us-east-1.nephoran.local: it could " +
        "speak for any region",
    ]);
  });

  it("is that it is confined to something else, however near", async () => {
    for (const host of [
      "eu-west-1.nephoran.local",
      ".us-east-1.nephoran.local",
      "nephoran.local",
      ".nephoran.local",
    ]) {
      const use = { kind: "ca", pathLength: 0, permittedUriHost: host } as const;
      expect(await issuedAs({ use })).to.deep.equal([
        `confined to URI:${host}, and not to URI:us-east-1.nephoran.local alone`,
      ]);
    }
  });

  it("is that its key is another's, or no key, and no message repeats the key", async () => {
    const other = keyPem((await issued(authority, "us-east-1")).meshCa.key);
    const differs = problems({ key: other });
    expect(differs).to.deep.equal(["beside the key of another certificate"]);
    const broken = problems({ key: "-----BEGIN PRIVATE KEY-----\ncanary\n" });
    expect(broken).to.deep.equal(["beside a key that is no private key in PEM"]);
  });

  it("is that no root stands behind it that the region believes", async () => {
    const foreign = (await issued(await newAuthority(), "us-east-1")).identity.mesh.roots;
    expect(problems({ roots: foreign })).to.have.length(1);
    expect(problems({ roots: foreign })[0]).to.match(/^not signed by CN=nephoran mesh root /);
    expect(problems({ roots: bundle([foreign, roots]) })).to.deep.equal([]);
    expect(problems({ roots: undefined })).to.deep.equal([
      "without the roots that it is verified by",
    ]);
    expect(problems({ roots: "x" })).to.deep.equal([
      "beside roots that are no certificates in PEM",
    ]);
  });

  it("is that its root has expired", () => {
    expect(problems({ now: daysLater(4000) })).to.deep.equal([
      "expired since 2027-03-01 12:00 UTC",
    ]);
  });
});

describe("what is wrong with a public certificate", () => {
  const hosts = ["nephoran.io", "us-east-1.nephoran.io"];
  let authority: Authority;
  let east: IssuedRegion;
  before(async () => {
    authority = await newAuthority();
    east = await issued(authority, "us-east-1");
  });
  const problems = (change: Partial<Parameters<typeof publicCertificateProblems>[0]>): string[] => {
    const { certificate = "", key } = east.identity.public ?? {};
    return publicCertificateProblems({
      ...{ certificate, key: key?.reveal() ?? "", hosts, now },
      ...change,
    });
  };

  it("is nothing for all of its hosts, and a wildcard counts", async () => {
    expect(problems({})).to.deep.equal([]);
    const profile = publicLabProfile("nephoran", "us-east-1", ["nephoran.io", "*.nephoran.io"]);
    const { certificate, key } = await signed(rootOf(authority), profile);
    expect(problems({ certificate, key: keyPem(key) })).to.deep.equal([]);
  });

  it("is a host that it is not for", () => {
    expect(problems({ hosts: [...hosts, "eu.nephoran.io"] })).to.deep.equal([
      "not for eu.nephoran.io",
    ]);
  });

  it("is a chain whose links do not follow each other", () => {
    const certificate = east.identity.public?.certificate ?? "";
    const { certificate: root } = rootOf(authority);
    expect(problems({ certificate: bundle([certificate, root]) })).to.deep.equal([]);
    expect(problems({ certificate: bundle([certificate, east.meshCa.certificate]) })).to.deep.equal(
      ["followed by a certificate that did not sign it: CN=us-east-1, OU=mesh CA, O=nephoran"],
    );
  });

  it("is its end, its key, or its absence", () => {
    expect(problems({ now: daysLater(91) })).to.deep.equal(["expired since 2026-05-30 12:00 UTC"]);
    expect(problems({ key: keyPem(east.meshCa.key) })).to.deep.equal([
      "beside the key of another certificate",
    ]);
    expect(problems({ certificate: undefined })).to.deep.equal(["missing"]);
  });
});

describe("what is wrong with certificates of the state store", () => {
  let east: IssuedRegion;
  before(async () => {
    east = await issued(await newAuthority(), "us-east-1");
  });

  it("is nothing for those that were issued", () => {
    const { ca: roots, node, root } = east.identity.cockroach;
    const asNode = { ...node, key: node.key.reveal(), roots, region: "us-east-1", now };
    const asRoot = { ...root, key: root.key.reveal(), roots, user: "root", now };
    expect(cockroachNodeProblems(asNode)).to.deep.equal([]);
    expect(cockroachClientProblems(asRoot)).to.deep.equal([]);
  });

  it("is the name of another region, or of another user", () => {
    const { ca: roots, node, root } = east.identity.cockroach;
    expect(
      cockroachNodeProblems({ certificate: node.certificate, roots, region: "eu-west-1", now }),
    ).to.deep.equal(["not for *.cockroachdb.eu-west-1.nephoran.local"]);
    expect(
      cockroachClientProblems({ certificate: root.certificate, roots, user: "nephoran_sync", now }),
    ).to.deep.equal(["for root, and not for nephoran_sync"]);
  });
});

describe("the module that every preview loads", () => {
  it("loads nothing but itself and Node", () => {
    const program =
      `require(${JSON.stringify(join(__dirname, "../../pki/verify.ts"))});` +
      // What runs TypeScript here is not the module's own.
      `const own = (file) => /node_modules/.test(file) && !/(tsx|esbuild)/.test(file);` +
      `console.log(Object.keys(require.cache).filter(own).length)`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--eval", program], {
      encoding: "utf8",
      cwd: join(__dirname, "../.."),
    });
    expect(stdout.trim(), stderr).to.equal("0");
  });
});
