import { type KeyObject } from "node:crypto";
import { type Authority, createAuthority, signerOf } from "../../pki/authority";
import { issueRegion, type RegionIdentity } from "../../pki/identity";
import { newKey, openKey } from "../../pki/x509/keys";
import type { CertificateProfile } from "../../pki/x509/profile";
import { type Issuer, signCertificate } from "../../pki/x509/sign";

/** When everything in these tests happens. */
export const now = new Date("2026-03-01T12:00:00Z");

export const daysLater = (days: number): Date => new Date(now.getTime() + days * 86_400_000);

export const newAuthority = (): Promise<Authority> => createAuthority("nephoran", now);

/** A region's identity with its mesh CA ready to sign. */
export interface IssuedRegion {
  readonly identity: RegionIdentity;
  readonly meshCa: Issuer;
}

export async function issued(
  authority: Authority,
  region: string,
  {
    at = now,
    clients = ["nephoran_sync"],
  }: { readonly at?: Date; readonly clients?: string[] } = {},
): Promise<IssuedRegion> {
  const identity = await issueRegion(authority, region, {
    now: at,
    publicHosts: ["nephoran.io", `${region}.nephoran.io`],
    clients,
  });
  return { identity, meshCa: caOf(identity) };
}

export function caOf({ mesh: { ca } }: RegionIdentity): Issuer {
  const key = openKey(ca.key.reveal());
  if (key === undefined) throw new Error("not a key");
  return { certificate: ca.certificate, key };
}

export interface Leaf {
  readonly certificate: string;
  readonly key: KeyObject;
}

/** What istiod gives to a workload, whatever the workload's name. */
export const workload = (ca: Issuer, uri: string, at = now): Promise<Leaf> =>
  signed(ca, workloadProfile(uri), at);

export const workloadProfile = (uri: string): CertificateProfile => ({
  subject: { organization: "nephoran", commonName: "workload" },
  lifetimeDays: 1,
  use: {
    kind: "leaf",
    purposes: ["serverAuth", "clientAuth"],
    names: [{ kind: "uri", value: uri }],
  },
});

export async function signed(ca: Issuer, profile: CertificateProfile, at = now): Promise<Leaf> {
  const key = await newKey();
  return { certificate: await signCertificate(profile, key, ca, at), key };
}

export const spiffe = (region: string): string =>
  `spiffe://${region}.nephoran.local/ns/nephoran-system/sa/llm-processor-regional`;

/** The authority's root as a signer: what no region has. */
export const rootOf = (authority: Authority): Issuer => signerOf(authority.meshRoot);
