/** Bytes of the binary suffixes that storage is given in. */
const suffixes: Readonly<Record<string, number>> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/**
 * Share of a volume that blocks may fill. The rest is for the log that precedes them, for the blocks
 * that a compaction writes before it deletes their parts, and for the file system.
 */
const BLOCKS_SHARE = 0.8;

/**
 * Size of all blocks at which the oldest goes, whatever its age: a full volume would stop everything.
 *
 * @param storageSize a Kubernetes quantity with a binary suffix, such as `50Gi`.
 * @returns megabytes of 2^20 bytes, as Prometheus writes them: `40960MB`.
 */
export function retentionSize(storageSize: string): string {
  const bytes = Number(storageSize.slice(0, -2)) * (suffixes[storageSize.slice(-2)] ?? NaN);
  return `${Math.floor((bytes * BLOCKS_SHARE) / 2 ** 20)}MB`;
}
