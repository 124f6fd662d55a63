import { X509Certificate } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import type { Authority } from "../../../pki/authority";
import { meshCaProfile } from "../../../pki/profiles";
import { chainProblem } from "../../../pki/x509/chain";
import type { CertificateProfile } from "../../../pki/x509/profile";
import type { Issuer } from "../../../pki/x509/sign";
import {
  daysLater,
  issued,
  newAuthority,
  now,
  rootOf,
  signed,
  spiffe,
  workload,
  workloadProfile,
} from "../samples";

const read = (pem: string): X509Certificate => new X509Certificate(pem);

/** What the roots of `authority` say to a leaf that comes with its CA. */
const verdict = (
  authority: Authority,
  leaf: { readonly certificate: string },
  cas: readonly { readonly certificate: string }[],
  at = now,
): string | undefined =>
  chainProblem({
    certificate: read(leaf.certificate),
    intermediates: cas.map(({ certificate }) => read(certificate)),
    roots: [read(rootOf(authority).certificate)],
    now: at,
  });

describe("a chain", () => {
  let authority: Authority;
  let east: Issuer;
  before(async () => {
    authority = await newAuthority();
    east = (await issued(authority, "us-east-1")).meshCa;
  });

  const leafOf = async (profile: CertificateProfile, ca = east): Promise<string | undefined> =>
    verdict(authority, await signed(ca, profile), [ca]);

  it("is accepted from a workload through its region's CA to the root", async () => {
    const leaf = await workload(east, spiffe("us-east-1"));
    expect(verdict(authority, leaf, [east])).to.equal(undefined);
  });

  it("is refused when a region's CA speaks for any other region", async () => {
    const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,14}[a-z0-9])?$/);
    await fc.assert(
      fc.asyncProperty(label, label, async (own, other) => {
        fc.pre(own !== other);
        const profile = meshCaProfile("nephoran", own);
        const ca = await signed(rootOf(authority), profile);
        const honest = await workload(ca, spiffe(own));
        const forged = await workload(ca, spiffe(other));
        expect(verdict(authority, honest, [ca])).to.equal(undefined);
        expect(verdict(authority, forged, [ca])).to.equal(
          `not to be signed by CN=${own}, OU=mesh CA, O=nephoran: ${spiffe(other)} is outside of it`,
        );
      }),
      { numRuns: 30 },
    );
  });

  it("is refused for names that only look like the region's own", async () => {
    for (const uri of [
      "spiffe://us-east-1.nephoran.local.evil/ns/a/sa/b",
      "spiffe://evil.us-east-1.nephoran.local/ns/a/sa/b",
      "spiffe://us-east-1.nephoran.local@eu-west-1.nephoran.local/ns/a/sa/b",
      "spiffe://eu-west-1.nephoran.local/us-east-1.nephoran.local",
      "spiffe://us-east-1.nephoran.local:443/ns/a/sa/b",
      "urn:us-east-1.nephoran.local",
      "",
    ]) {
      const problem = await leafOf(workloadProfile(uri));
      expect(problem, uri).to.contain(`${uri} is outside of it`);
    }
  });

  it("is accepted in whatever case the region's own host is written", async () => {
    expect(await leafOf(workloadProfile("spiffe://US-East-1.Nephoran.Local/ns/a/sa/b"))).to.equal(
      undefined,
    );
  });

  it("is accepted for DNS names, which istiod needs and a URI constraint is not about", async () => {
    const use = {
      kind: "leaf",
      purposes: ["serverAuth"],
      names: [{ kind: "dns", value: "istiod.istio-system.svc" }],
    } as const;
    expect(await leafOf({ ...workloadProfile(""), use })).to.equal(undefined);
  });

  it("is refused when a leaf signs", async () => {
    const leaf = await workload(east, spiffe("us-east-1"));
    const below = await workload(leaf, spiffe("us-east-1"));
    expect(verdict(authority, below, [leaf, east])).to.equal(
      "not signed by CN=" + nameOf(authority),
    );
  });

  it("is refused when a region's CA makes a CA", async () => {
    const ca = await signed(east, meshCaProfile("nephoran", "us-east-1"));
    const leaf = await workload(ca, spiffe("us-east-1"));
    expect(verdict(authority, leaf, [ca, east])).to.equal(
      "not to be signed by CN=us-east-1, OU=mesh CA, O=nephoran: it allows 0 CAs below itself",
    );
  });

  it("is refused for another authority's root of the same name", async () => {
    const other = await newAuthority();
    const foreign = (await issued(other, "us-east-1")).meshCa;
    const leaf = await workload(foreign, spiffe("us-east-1"));
    expect(verdict(authority, leaf, [foreign])).to.equal("not signed by CN=" + nameOf(authority));
  });

  it("is refused before its time and after it, at every link", async () => {
    const leaf = await workload(east, spiffe("us-east-1"));
    expect(verdict(authority, leaf, [east], daysLater(-1))).to.equal(
      "not valid before 2026-03-01 11:55 UTC",
    );
    expect(verdict(authority, leaf, [east], daysLater(2))).to.equal(
      "expired since 2026-03-02 12:00 UTC",
    );
    const shortLived = await signed(rootOf(authority), meshCaProfile("nephoran", "us-east-1", 2));
    const outliving = await signed(shortLived, {
      ...workloadProfile(spiffe("us-east-1")),
      lifetimeDays: 400,
    });
    // It ends with its CA, so that nobody believes in it for longer.
    expect(verdict(authority, outliving, [shortLived], daysLater(3))).to.equal(
      "expired since 2026-03-03 12:00 UTC",
    );
  });

  it("is refused where a signature does not hold", async () => {
    const leaf = await workload(east, spiffe("us-east-1"));
    const { raw } = read(leaf.certificate);
    const changed = Buffer.from(raw);
    const at = changed.indexOf("us-east-1.nephoran.local/ns");
    changed.write("eu-west-1", at, "latin1");
    const problem = chainProblem({
      certificate: new X509Certificate(changed),
      intermediates: [read(east.certificate)],
      roots: [read(rootOf(authority).certificate)],
      now,
    });
    expect(problem).to.equal("not signed by CN=" + nameOf(authority));
  });

  it("is refused where nobody is believed", () => {
    expect(chainProblem({ certificate: read(east.certificate), roots: [], now })).to.equal(
      "not signed by any root: there is none",
    );
  });
});

function nameOf(authority: Authority): string {
  const { subject } = read(rootOf(authority).certificate);
  const [organization, name] = subject.split("\n");
  return `${name?.slice(3) ?? ""}, ${organization ?? ""}`;
}
