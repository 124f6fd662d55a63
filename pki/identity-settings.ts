import type { identities } from "../config/mesh-settings";
import type { KeyPair } from "../config/mesh-config";
import type { SecretText } from "../config/secret-text";
import { clientSettings } from "./cockroach-clients";
import type { CockroachIdentity, MeshIdentity, RegionIdentity } from "./identity";

/** What the program reads. */
type KnownKey = keyof typeof identities;

/** Settings that hold keys: they stand encrypted in a stack file. */
export const secretKeys = [
  "meshCaKey",
  "cockroachNodeKey",
  "cockroachRootKey",
  "cockroachClientKeys",
  "publicCertificateKey",
] as const satisfies readonly KnownKey[];

/** Settings that hold certificates: they stand there in clear. */
export const plainKeys = [
  "meshCaCertificate",
  "trustRoots",
  "cockroachCa",
  "cockroachNodeCertificate",
  "cockroachRootCertificate",
  "cockroachClientCertificates",
  "publicCertificatePem",
] as const satisfies readonly KnownKey[];

export type SecretKey = (typeof secretKeys)[number];
export type PlainKey = (typeof plainKeys)[number];
export type IdentityKey = SecretKey | PlainKey;

/** A region's identity as its stack's configuration holds it, or a part of it. */
export type IdentitySettings = { readonly [key in PlainKey]?: string } & {
  readonly [key in SecretKey]?: SecretText;
};

/** Parts of an identity that can be issued by themselves. */
export const parts = ["mesh", "cockroach-node", "cockroach-root", "public"] as const;
export type Part = (typeof parts)[number];

/** What each part consists of. Both parts of the state store need its CA; the nodes have it. */
export const settingsOfPart = {
  mesh: ["meshCaCertificate", "meshCaKey", "trustRoots"],
  "cockroach-node": ["cockroachCa", "cockroachNodeCertificate", "cockroachNodeKey"],
  "cockroach-root": ["cockroachRootCertificate", "cockroachRootKey"],
  public: ["publicCertificatePem", "publicCertificateKey"],
} as const satisfies Readonly<Record<Part, readonly IdentityKey[]>>;

/** The settings of a whole identity. */
export const settingsOf = ({ mesh, cockroach, public: lab }: RegionIdentity): IdentitySettings => ({
  ...meshSettings(mesh),
  ...cockroachSettings(cockroach),
  ...(lab && publicSettings(lab)),
});

export const meshSettings = ({ ca, roots }: MeshIdentity): IdentitySettings => ({
  meshCaCertificate: ca.certificate,
  meshCaKey: ca.key,
  trustRoots: roots,
});

export const cockroachSettings = ({
  ca,
  node,
  root,
  clients,
}: CockroachIdentity): IdentitySettings => ({
  cockroachCa: ca,
  cockroachNodeCertificate: node.certificate,
  cockroachNodeKey: node.key,
  cockroachRootCertificate: root.certificate,
  cockroachRootKey: root.key,
  ...clientSettings(clients),
});

export const publicSettings = ({ certificate, key }: KeyPair): IdentitySettings => ({
  publicCertificatePem: certificate,
  publicCertificateKey: key,
});

/** Some of the settings. */
export const pick = (settings: IdentitySettings, keys: readonly IdentityKey[]): IdentitySettings =>
  Object.fromEntries(
    Object.entries(settings).filter(([key]) => keys.some((wanted) => wanted === key)),
  );
