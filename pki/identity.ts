import type { KeyPair } from "../config/mesh-config";
import { SecretText } from "../config/secret-text";
import { type Authority, requireValidSigner, trustedBy } from "./authority";
import {
  cockroachClientProfile,
  cockroachNodeProfile,
  meshCaProfile,
  publicLabProfile,
} from "./profiles";
import { keyPem, newKey } from "./x509/keys";
import type { CertificateProfile } from "./x509/profile";
import { type Issuer, signCertificate } from "./x509/sign";

/** A user of the state store, and what proves it. */
export interface CockroachClient extends KeyPair {
  readonly user: string;
}

/** What lets a region's mesh make identities, and believe those of the others. */
export interface MeshIdentity {
  readonly ca: KeyPair;
  /** Every root that the region has to believe, as one PEM. */
  readonly roots: string;
}

/** What a region's nodes of the state store, and its users, prove themselves by. */
export interface CockroachIdentity {
  /** Every CA that the region has to believe, as one PEM. */
  readonly ca: string;
  readonly node: KeyPair;
  /** The administrator. */
  readonly root: KeyPair;
  readonly clients: readonly CockroachClient[];
}

/** All that lets one region take part. */
export interface RegionIdentity {
  readonly region: string;
  readonly mesh: MeshIdentity;
  readonly cockroach: CockroachIdentity;
  /** For labs; absent where public certificates come from elsewhere. */
  readonly public?: KeyPair;
}

export interface MeshOptions {
  readonly now: Date;
  /** Lifetime of the region's mesh CA; default 365. */
  readonly meshCaDays?: number;
}

export interface CockroachOptions {
  readonly now: Date;
  /** Users of the state store besides root, such as nephoran_sync; default none. */
  readonly clients?: readonly string[];
}

export interface LabOptions {
  readonly now: Date;
  readonly publicHosts: readonly string[];
}

export type IssueOptions = MeshOptions & CockroachOptions & Partial<LabOptions>;

/**
 * Issues everything that a region proves itself by, with new keys.
 *
 * @param options `publicHosts`: hosts that a certificate for labs is made for; absent: none is made.
 * @throws OperatorError if the authority has expired.
 */
export async function issueRegion(
  authority: Authority,
  region: string,
  { publicHosts, ...options }: IssueOptions,
): Promise<RegionIdentity> {
  return {
    region,
    mesh: await issueMesh(authority, region, options),
    cockroach: await issueCockroach(authority, region, options),
    ...(publicHosts && {
      public: await issueLab(authority, region, { ...options, publicHosts }),
    }),
  };
}

/** @throws OperatorError if the authority's root has expired. */
export async function issueMesh(
  authority: Authority,
  region: string,
  { now, meshCaDays }: MeshOptions,
): Promise<MeshIdentity> {
  const root = requireValidSigner(authority, "meshRoot", now);
  return {
    ca: await issue(meshCaProfile(authority.meshId, region, meshCaDays), root, now),
    roots: trustedBy(authority.meshRoot),
  };
}

/** @throws OperatorError if the authority's CA of CockroachDB has expired. */
export async function issueCockroach(
  authority: Authority,
  region: string,
  { now, clients = [] }: CockroachOptions,
): Promise<CockroachIdentity> {
  const { meshId } = authority;
  const ca = requireValidSigner(authority, "cockroachCa", now);
  const user = (name: string): Promise<KeyPair> =>
    issue(cockroachClientProfile(meshId, name), ca, now);
  return {
    ca: trustedBy(authority.cockroachCa),
    node: await issue(cockroachNodeProfile(meshId, region), ca, now),
    root: await user("root"),
    clients: await Promise.all(
      clients.map(async (name) => ({ user: name, ...(await user(name)) })),
    ),
  };
}

/** @throws OperatorError if the authority's root has expired. */
export function issueLab(
  authority: Authority,
  region: string,
  { now, publicHosts }: LabOptions,
): Promise<KeyPair> {
  const root = requireValidSigner(authority, "meshRoot", now);
  return issue(publicLabProfile(authority.meshId, region, publicHosts), root, now);
}

async function issue(profile: CertificateProfile, issuer: Issuer, now: Date): Promise<KeyPair> {
  const key = await newKey();
  return {
    certificate: await signCertificate(profile, key, issuer, now),
    key: new SecretText(keyPem(key)),
  };
}
