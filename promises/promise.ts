/**
 * Where a command runs:
 * - `anywhere`: in the repository after `npm ci`; no toolchain, no cluster.
 * - `rendered`: the same, but it reads the manifests that {@link RENDERINGS} makes.
 * - `sandbox`: with the sandbox's environment, once all regions are up.
 * - `live`: the same, once two regions are up at the live depth.
 */
export type Place = "anywhere" | "rendered" | "sandbox" | "live";

/** What `npm run render` has to write before the commands of place `rendered`, as its arguments. */
export const RENDERINGS = [
  ["rendered"],
  ["rendered/two-regions", "--project", "promises/two-regions"],
] as const;

/** A command that shows that a promise is kept, and what the tests run around it. */
export interface Check {
  readonly where: Place;
  /** As a person types it into bash, on one line. It has to exit with 0. */
  readonly command: string;
  /** What it has to print. */
  readonly shows: RegExp;
  /** Makes what the command needs. */
  readonly before?: string;
  /** Succeeds only if the command had its effect. */
  readonly proof?: string;
  /** Puts back what the commands above have changed; runs even if they failed. */
  readonly after?: string;
}

/** What stands in for the real thing when a command runs in the sandbox, at either depth. */
export type StandIn =
  | "KWOK's pods, which run nothing"
  | "autoscalers without CPU figures, which keep their minimum"
  | "PostgreSQL, in place of CockroachDB";

/** What a promise still waits for. */
export type Part =
  | "a test at the live depth"
  | "alerts"
  | "backups"
  | "failure drills"
  | "pods that really run"
  | "the operator's command"
  | "the state synchronizer";

interface Told {
  /** What is promised, short, as Markdown. */
  readonly promise: string;
}

interface Shown extends Told {
  readonly check: Check;
  /** The number that the command shows, or that a benchmark measured, with its unit. */
  readonly figure?: string;
}

/** The command does what is promised. */
export interface Kept extends Shown {
  readonly state: "works";
}

/** The command does it, but something is not the real thing. */
export interface StoodIn extends Shown {
  readonly state: "stand-in";
  readonly standIn: StandIn;
}

/** Not kept today. */
export interface Open extends Told {
  readonly state: "not yet";
  readonly needs: readonly [Part, ...Part[]];
  /** The command that will show it, where its name is settled. */
  readonly command?: string;
}

/** One line of the page. To turn a line over, change its entry in `catalogue`. */
export type ProductPromise = Kept | StoodIn | Open;

export type State = ProductPromise["state"];

/** A section of the page. */
export interface Area {
  readonly title: string;
  readonly promises: readonly ProductPromise[];
}
