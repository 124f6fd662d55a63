import "reflect-metadata";
import { X509Certificate } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { expect } from "chai";
import type { Authority } from "../../../pki/authority";
import { cockroachClientProfile } from "../../../pki/profiles";
import { keyIdentifier, newKey } from "../../../pki/x509/keys";
import { selfSign } from "../../../pki/x509/sign";
import { newAuthority, now, rootOf, signed } from "../samples";

const library = (pem: string): x509.X509Certificate => new x509.X509Certificate(pem);
const hex = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString("hex");

describe("a signed certificate", () => {
  let authority: Authority;
  before(async () => {
    authority = await newAuthority();
  });

  it("repeats the name of its CA to the byte, and points at the CA's key", async () => {
    const root = rootOf(authority);
    const { certificate, key } = await signed(root, cockroachClientProfile("nephoran", "audit"));
    const [leaf, ca] = [library(certificate), library(root.certificate)];
    expect(hex(leaf.issuerName.toArrayBuffer())).to.equal(hex(ca.subjectName.toArrayBuffer()));
    expect(leaf.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId).to.equal(
      keyIdentifier(root.key).toString("hex"),
    );
    expect(leaf.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId).to.equal(
      keyIdentifier(key).toString("hex"),
    );
  });

  it("takes names as they are, whatever a parser might see in them", async () => {
    for (const user of ['a, O="b"', "#00ff", "a\\b+CN=c", "größe", "€"]) {
      const { certificate } = await signed(
        rootOf(authority),
        cockroachClientProfile("nephoran", user),
      );
      expect(library(certificate).subjectName.getField("CN"), user).to.deep.equal([user]);
    }
  });

  it("has a number of its own, positive and of 16 octets", async () => {
    const numbers = new Set<string>();
    for (let count = 0; count < 20; count += 1) {
      const { certificate } = await signed(
        rootOf(authority),
        cockroachClientProfile("nephoran", "audit"),
      );
      const { serialNumber } = new X509Certificate(certificate);
      expect(serialNumber).to.match(/^[4-7][0-9A-F]{31}$/);
      numbers.add(serialNumber);
    }
    expect(numbers.size).to.equal(20);
  });

  it("may end after 2049, where years have four digits", async () => {
    const profile = { ...cockroachClientProfile("nephoran", "audit"), lifetimeDays: 10_000 };
    const { validTo } = new X509Certificate(await selfSign(profile, await newKey(), now));
    expect(new Date(validTo).toISOString()).to.equal("2053-07-17T12:00:00.000Z");
  });
});
