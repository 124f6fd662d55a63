import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Authority } from "../../pki/authority";
import { encryptedKeyPem, keyPem } from "../../pki/x509/keys";
import { temporaryFolder } from "../sandbox/processes/temporary-folder";
import { issued, type IssuedRegion, newAuthority, now, rootOf, spiffe, workload } from "./samples";

const AT = String(Math.floor(now.getTime() / 1000));

describe("OpenSSL", () => {
  const folder = temporaryFolder();
  let authority: Authority;
  let east: IssuedRegion;

  before(async function () {
    if (spawnSync("openssl", ["version"]).status !== 0) this.skip();
    authority = await newAuthority();
    east = await issued(authority, "us-east-1");
  });

  const file = (name: string, content: string): string => {
    const path = join(folder(), name);
    writeFileSync(path, content);
    return path;
  };
  const openssl = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync("openssl", args, { encoding: "utf8" });
    return { accepted: status === 0, output: stdout + stderr };
  };
  const verify = (leaf: string, roots: string, intermediates?: string, ...more: string[]) =>
    openssl(
      ...["verify", "-x509_strict", "-attime", AT, "-CAfile", file("roots.pem", roots), ...more],
      ...(intermediates === undefined
        ? []
        : ["-untrusted", file("intermediates.pem", intermediates)]),
      file("leaf.pem", leaf),
    );

  it("accepts a region's own workload", async () => {
    const leaf = await workload(east.meshCa, spiffe("us-east-1"));
    const { accepted, output } = verify(
      leaf.certificate,
      east.identity.mesh.roots,
      east.meshCa.certificate,
    );
    expect(accepted, output).to.equal(true);
  });

  it("refuses another region's workload from the same CA", async () => {
    const leaf = await workload(east.meshCa, spiffe("eu-west-1"));
    const { accepted, output } = verify(
      leaf.certificate,
      east.identity.mesh.roots,
      east.meshCa.certificate,
    );
    expect(accepted).to.equal(false);
    expect(output).to.contain("permitted subtree violation");
  });

  it("goes on accepting what a region's CA signed before it was replaced", async () => {
    const leaf = await workload(east.meshCa, spiffe("us-east-1"));
    const next = await issued(authority, "us-east-1");
    const { mesh } = next.identity;
    expect(mesh.ca.certificate).to.not.equal(east.meshCa.certificate);
    expect(verify(leaf.certificate, mesh.roots, east.meshCa.certificate).accepted).to.equal(true);
    const { certificate } = await workload(next.meshCa, spiffe("us-east-1"));
    expect(verify(certificate, mesh.roots, next.meshCa.certificate).accepted).to.equal(true);
    // Two CAs of one name: each is told from the other by its key.
    expect(verify(certificate, mesh.roots, east.meshCa.certificate).accepted).to.equal(false);
  });

  it("believes both roots while one replaces the other, and then the new one alone", async () => {
    const old = await workload(east.meshCa, spiffe("us-east-1"));
    const next = await issued(await newAuthority(), "us-east-1");
    const fresh = await workload(next.meshCa, spiffe("us-east-1"));
    const both = east.identity.mesh.roots + next.identity.mesh.roots;
    const cas = east.meshCa.certificate + next.meshCa.certificate;
    expect(verify(old.certificate, both, cas).accepted).to.equal(true);
    expect(verify(fresh.certificate, both, cas).accepted).to.equal(true);
    expect(verify(old.certificate, next.identity.mesh.roots, cas).accepted).to.equal(false);
  });

  it("accepts every certificate of a region strictly, for its purpose", () => {
    const { mesh, cockroach, public: shown } = east.identity;
    for (const [leaf, roots, ...more] of [
      [mesh.ca.certificate, mesh.roots],
      [cockroach.node.certificate, cockroach.ca, "-purpose", "sslserver"],
      [cockroach.node.certificate, cockroach.ca, "-purpose", "sslclient"],
      [
        cockroach.node.certificate,
        cockroach.ca,
        "-verify_hostname",
        "cockroachdb-2.cockroachdb.us-east-1.nephoran.local",
      ],
      [cockroach.node.certificate, cockroach.ca, "-verify_ip", "127.0.0.1"],
      [cockroach.node.certificate, cockroach.ca, "-verify_ip", "::1"],
      [cockroach.root.certificate, cockroach.ca, "-purpose", "sslclient"],
      [cockroach.clients[0]?.certificate ?? "", cockroach.ca, "-purpose", "sslclient"],
      [shown?.certificate ?? "", mesh.roots, "-verify_hostname", "us-east-1.nephoran.io"],
    ] as [string, string, ...string[]][]) {
      const { accepted, output } = verify(leaf, roots, undefined, ...more);
      expect(accepted, `${more.join(" ")}\n${output}`).to.equal(true);
    }
  });

  it("refuses a user of the state store as a server, and the CAs for each other", () => {
    const { mesh, cockroach } = east.identity;
    const asServer = ["-purpose", "sslserver"];
    expect(
      verify(cockroach.root.certificate, cockroach.ca, undefined, ...asServer).accepted,
    ).to.equal(false);
    expect(verify(cockroach.node.certificate, mesh.roots).accepted).to.equal(false);
    expect(verify(mesh.ca.certificate, cockroach.ca).accepted).to.equal(false);
  });

  it("prints the name constraint as it is documented", () => {
    const { output } = openssl(
      ...["x509", "-noout", "-ext", "nameConstraints,basicConstraints,keyUsage"],
      ...["-in", file("ca.pem", east.meshCa.certificate)],
    );
    expect(output.replace(/\s+/g, " ").trim()).to.equal(
      "X509v3 Basic Constraints: critical CA:TRUE, pathlen:0 " +
        "X509v3 Key Usage: critical Certificate Sign, CRL Sign " +
        "X509v3 Name Constraints: critical Permitted: URI:us-east-1.nephoran.local",
    );
  });

  it("reads keys in clear and, with the passphrase alone, encrypted ones", () => {
    const { key } = rootOf(authority);
    const clear = file("clear.key", keyPem(key));
    const closed = file("closed.key", encryptedKeyPem(key, "a good passphrase"));
    const open = (path: string, passphrase: string) =>
      openssl("pkey", "-noout", "-in", path, "-passin", `pass:${passphrase}`).accepted;
    expect(open(clear, "")).to.equal(true);
    expect(open(closed, "a good passphrase")).to.equal(true);
    expect(open(closed, "another passphrase")).to.equal(false);
  });
});
