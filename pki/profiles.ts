import { MESH_DOMAIN, regionHost } from "../routing/hosts";
import type { CertificateProfile } from "./x509/profile";

/** How long certificates hold, in days, unless a command says otherwise. */
export const lifetimeDays = {
  meshRoot: 3650,
  cockroachCa: 1825,
  meshCa: 365,
  cockroachNode: 365,
  /** Whoever holds it may do anything, so it lasts as long as a migration may take to come. */
  cockroachRoot: 7,
  cockroachClient: 90,
  publicLab: 90,
} as const;

/** Where the state store's Service is, and what it is called. */
const COCKROACH_NAMESPACE = "nephoran-global";
const COCKROACH_SERVICE = "cockroachdb";

/** The root of all regions' meshes. `generation` tells successors apart. */
export const meshRootProfile = (meshId: string, generation: string): CertificateProfile => ({
  subject: { organization: meshId, commonName: `${meshId} mesh root ${generation}` },
  lifetimeDays: lifetimeDays.meshRoot,
  use: { kind: "ca", pathLength: 1 },
});

/** The CA of the state store. */
export const cockroachCaProfile = (meshId: string, generation: string): CertificateProfile => ({
  subject: { organization: meshId, commonName: `${meshId} CockroachDB CA ${generation}` },
  lifetimeDays: lifetimeDays.cockroachCa,
  use: { kind: "ca", pathLength: 0 },
});

/** The CA of one region's mesh, which can speak for that region alone. */
export const meshCaProfile = (
  meshId: string,
  region: string,
  days: number = lifetimeDays.meshCa,
): CertificateProfile => ({
  subject: { organization: meshId, organizationalUnit: "mesh CA", commonName: region },
  lifetimeDays: days,
  use: { kind: "ca", pathLength: 0, permittedUriHost: regionHost(region) },
});

/** What a region's nodes of the state store show to clients, and to each other. */
export const cockroachNodeProfile = (meshId: string, region: string): CertificateProfile => ({
  subject: { organization: meshId, commonName: "node" },
  lifetimeDays: lifetimeDays.cockroachNode,
  use: {
    kind: "leaf",
    purposes: ["serverAuth", "clientAuth"],
    names: [
      ...cockroachNodeHosts(region).map((value) => ({ kind: "dns", value }) as const),
      { kind: "ip", value: "127.0.0.1" },
      { kind: "ip", value: "::1" },
    ],
  },
});

/** Every name by which a region's nodes are dialled: from the pod, its cluster, other regions. */
function cockroachNodeHosts(region: string): string[] {
  const suffixes = [
    "",
    `.${COCKROACH_NAMESPACE}`,
    `.${COCKROACH_NAMESPACE}.svc`,
    `.${COCKROACH_NAMESPACE}.svc.cluster.local`,
  ];
  const services = [COCKROACH_SERVICE, `${COCKROACH_SERVICE}-public`, `*.${COCKROACH_SERVICE}`];
  return [
    "localhost",
    ...services.flatMap((service) => suffixes.map((suffix) => `${service}${suffix}`)),
    `*.${COCKROACH_SERVICE}.${region}.${MESH_DOMAIN}`,
  ];
}

/** A user of the state store; `root` may do anything, and so not for long. */
export const cockroachClientProfile = (meshId: string, user: string): CertificateProfile => ({
  subject: { organization: meshId, commonName: user },
  lifetimeDays: user === "root" ? lifetimeDays.cockroachRoot : lifetimeDays.cockroachClient,
  use: { kind: "leaf", purposes: ["clientAuth"], names: [] },
});

/** Stands in for a certificate that the world believes. */
export const publicLabProfile = (
  meshId: string,
  region: string,
  hosts: readonly string[],
): CertificateProfile => ({
  subject: {
    organization: meshId,
    organizationalUnit: "for labs only",
    commonName: region,
  },
  lifetimeDays: lifetimeDays.publicLab,
  use: {
    kind: "leaf",
    purposes: ["serverAuth"],
    names: hosts.map((value) => ({ kind: "dns", value }) as const),
  },
});
