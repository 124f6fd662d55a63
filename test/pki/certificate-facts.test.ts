import { expect } from "chai";
import { cockroachClientProfile } from "../../pki/profiles";
import { certificateFacts } from "../../pki/verify";
import { issued, newAuthority, rootOf, signed } from "./samples";

describe("facts of a certificate", () => {
  it("are told as OpenSSL tells them", async () => {
    const { meshCa, identity } = await issued(await newAuthority(), "us-east-1");
    const facts = certificateFacts(meshCa.certificate);
    expect(facts).to.include({
      subject: "CN=us-east-1, OU=mesh CA, O=nephoran",
      isCa: true,
      nameConstraints: "critical,permitted;URI:us-east-1.nephoran.local",
    });
    expect(facts?.notBefore.toISOString()).to.equal("2026-03-01T11:55:00.000Z");
    expect(facts?.notAfter.toISOString()).to.equal("2027-03-01T12:00:00.000Z");
    expect(facts?.fingerprintSha256).to.match(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(certificateFacts(identity.cockroach.node.certificate)?.names).to.include.members([
      "DNS:localhost",
      "IP:127.0.0.1",
      "IP:::1",
    ]);
  });

  it("are not there for what is no certificate", () => {
    expect(certificateFacts("")).to.equal(undefined);
  });

  it("name nobody for a user of the state store", async () => {
    const { certificate } = await signed(
      rootOf(await newAuthority()),
      cockroachClientProfile("nephoran", "root"),
    );
    expect(certificateFacts(certificate)?.names).to.deep.equal([]);
  });
});
