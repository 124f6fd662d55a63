import type { CockroachdbBackup } from "../../config/state-config";
import { httpsTo, type NetworkAllow } from "./network-allow";

/** Why a store has to reach its bucket, and whoever hands out the right to it. */
export interface BucketReasons {
  readonly bucket: string;
  readonly credentials: string;
}

/** Lets a store write its backups. */
export const bucketAllows = (
  { cidrs, credentials }: Pick<CockroachdbBackup, "cidrs" | "credentials">,
  reasons: BucketReasons,
): NetworkAllow[] => [
  httpsTo("to-backup-bucket", cidrs, reasons.bucket),
  ...(credentials
    ? [
        {
          name: "to-backup-credentials",
          direction: "egress" as const,
          peer: { cidrs: credentials.cidrs },
          ports: [{ port: credentials.port }],
          reason: reasons.credentials,
        },
      ]
    : []),
];
