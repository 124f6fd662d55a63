import {
  COCKROACHDB,
  COCKROACHDB_PORTS,
  podNames,
  PUBLIC_SERVICE,
  serviceHost,
} from "../../components/cockroachdb/names";
import { namespaces } from "../../components/region-base/namespaces";

/** A workload that encrypts on one of its ports itself, so that its proxy is left out there. */
export interface OwnEncryption {
  /** `namespace/name` of the workload. */
  readonly workload: string;
  /** Names by which the mesh knows its Services. */
  readonly hosts: readonly string[];
  readonly port: number;
  /** Why the mesh does not do it. */
  readonly reason: string;
}

/** Ports that the mesh has nothing to do with, and no others. */
export const ownEncryption: readonly OwnEncryption[] = [
  {
    workload: `${namespaces.global}/${COCKROACHDB}`,
    hosts: [COCKROACHDB, PUBLIC_SERVICE, ...podNames].map(serviceHost),
    port: COCKROACHDB_PORTS.sql,
    reason:
      "Nodes and their clients do mutual TLS with certificates of the state store's own CA, and ask in " +
      "clear for TLS first, which no proxy takes for TLS.",
  },
];
