import "reflect-metadata";
import { webcrypto, X509Certificate } from "node:crypto";
import { AsnConvert } from "@peculiar/asn1-schema";
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  NameConstraints,
} from "@peculiar/asn1-x509";
import * as x509 from "@peculiar/x509";
import { expect } from "chai";
import { type Extensions, extensionsOf } from "../../../pki/x509/extensions";

const ecdsa = { name: "ECDSA", namedCurve: "P-256" };

/** What is read of a certificate that somebody else has made. */
async function read(...extensions: x509.Extension[]): Promise<Extensions | undefined> {
  const keys = await webcrypto.subtle.generateKey(ecdsa, false, ["sign", "verify"]);
  const { rawData } = await x509.X509CertificateGenerator.createSelfSigned(
    { name: "CN=somebody", keys, extensions },
    globalThis.crypto,
  );
  return extensionsOf(new X509Certificate(Buffer.from(rawData)));
}

const subtrees = (...uris: string[]): GeneralSubtrees =>
  new GeneralSubtrees(
    uris.map(
      (uri) => new GeneralSubtree({ base: new GeneralName({ uniformResourceIdentifier: uri }) }),
    ),
  );
const confined = (critical: boolean, constraints: NameConstraints): x509.Extension =>
  new x509.Extension(id_ce_nameConstraints, critical, AsnConvert.serialize(constraints));

describe("extensions of a certificate", () => {
  it("are none where it has none", async () => {
    expect(await read()).to.deep.equal({ names: [], unknownCritical: [] });
  });

  it("tell a CA, and how many may stand below it", async () => {
    const { BasicConstraintsExtension: Basic, KeyUsagesExtension: Usage, KeyUsageFlags } = x509;
    expect((await read(new Basic(true)))?.ca).to.deep.equal({ pathLength: Infinity });
    expect((await read(new Basic(true, 0, true)))?.ca).to.deep.equal({ pathLength: 0 });
    expect((await read(new Basic(true, 300, true)))?.ca).to.deep.equal({ pathLength: 300 });
    expect((await read(new Basic(false, undefined, true)))?.ca).to.equal(undefined);
    const signs = new Usage(KeyUsageFlags.keyCertSign, true);
    const doesNot = new Usage(KeyUsageFlags.digitalSignature | KeyUsageFlags.cRLSign, true);
    expect((await read(new Basic(true), signs))?.ca).to.deep.equal({ pathLength: Infinity });
    expect((await read(new Basic(true), doesNot))?.ca).to.equal(undefined);
  });

  it("tell what a CA is confined to, both ways, and whether that is critical", async () => {
    const both = new NameConstraints({
      permittedSubtrees: subtrees("a.example.com", ".b.example.com"),
      excludedSubtrees: subtrees("c.b.example.com"),
    });
    expect((await read(confined(false, both)))?.nameConstraints).to.deep.equal({
      critical: false,
      permitted: [
        { kind: "uri", value: "a.example.com" },
        { kind: "uri", value: ".b.example.com" },
      ],
      excluded: [{ kind: "uri", value: "c.b.example.com" }],
    });
    const one = new NameConstraints({ permittedSubtrees: subtrees("a.example.com") });
    expect((await read(confined(true, one)))?.nameConstraints).to.deep.equal({
      ...{ critical: true, excluded: [] },
      permitted: [{ kind: "uri", value: "a.example.com" }],
    });
  });

  it("are not read at all where a constraint has bounds, which nobody may write", async () => {
    const base = new GeneralName({ uniformResourceIdentifier: "a.example.com" });
    const bounded = new NameConstraints({
      permittedSubtrees: new GeneralSubtrees([new GeneralSubtree({ base, maximum: 1 })]),
    });
    expect(await read(confined(true, bounded))).to.equal(undefined);
  });

  it("name those that are critical and not understood, and no others", async () => {
    const nothing = new Uint8Array([0x05, 0x00]).buffer;
    const [strange, harmless] = ["1.3.6.1.4.1.55555.1", "1.3.6.1.4.1.55555.2"];
    const found = await read(
      new x509.Extension(strange, true, nothing),
      new x509.Extension(harmless, false, nothing),
    );
    expect(found?.unknownCritical).to.deep.equal([strange]);
  });
});
