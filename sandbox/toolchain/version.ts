/** A release as [major, minor, patch]; what follows the patch is not compared. */
export type Version = readonly [major: number, minor: number, patch: number];

/** The releases that are accepted: from `atLeast` on, and earlier than `below` where that is given. */
export interface VersionRange {
  readonly atLeast: string;
  readonly below?: string;
}

/** The first version in a text such as `Client Version: v1.37.2` or `go1.26`; a missing patch is 0. */
export function findVersion(text: string): Version | undefined {
  const match = /(?<![\d.])(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
}

/** Negative if `a` is the earlier one, positive if the later one, 0 if both are the same release. */
export function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

export function versionText(version: Version): string {
  return version.join(".");
}

/** Whether a release is accepted. */
export function isWithin(version: Version, range: VersionRange): boolean {
  return (
    compareVersions(version, parse(range.atLeast)) >= 0 &&
    (range.below === undefined || compareVersions(version, parse(range.below)) < 0)
  );
}

/** For messages: `3.5.13 or later`, `1.37.0 or later, below 1.38.0`. */
export function rangeText({ atLeast, below }: VersionRange): string {
  return below === undefined ? `${atLeast} or later` : `${atLeast} or later, below ${below}`;
}

function parse(text: string): Version {
  const version = findVersion(text);
  if (!version) throw new TypeError(`"${text}" is not a version`);
  return version;
}
