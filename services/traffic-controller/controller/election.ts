/** A Lease of coordination.k8s.io/v1, as far as leaders are elected by it. */
export interface LeaseRecord {
  /** As it was read, and the one that a change is conditional on; left out before it exists. */
  readonly resourceVersion?: string;
  /** `holderIdentity`; empty where the last holder has released it. */
  readonly holder: string;
  readonly durationSeconds: number;
  /** Times by the holder's clock, ms since 1970: nobody else may compare them with its own. */
  readonly acquiredAtMs: number;
  readonly renewedAtMs: number;
  /** `leaseTransitions`: how often it has got another holder. */
  readonly transitions: number;
}

/** What has to be done about the lease; a record is written only if its resourceVersion still holds. */
export type LeaseStep =
  | { readonly do: "nothing" }
  | { readonly do: "create" | "renew" | "acquire" | "release"; readonly record: LeaseRecord };

/** Why a lease was not written: somebody else was first, for now, or for good. */
export type LeaseFailure = "conflict" | "retryable" | "refused";

export interface ElectionSettings {
  /** How long nobody else may take a lease that has been renewed, ms, whole seconds. */
  readonly leaseMs: number;
  /** How often it is renewed, ms. */
  readonly renewEveryMs: number;
  /** How long a leader leads after it has sent its last renewal, ms; well below `leaseMs`. */
  readonly leadForMs: number;
  /** Least wait after a write of the lease that failed, but for a conflict, ms. */
  readonly retryAfterMs: number;
}

/**
 * A leader that dies is replaced 6 s after its last renewal was seen. It stops 2 s before that by
 * itself, which leaves time for a write that it has sent: those have to end within 1.5 s.
 */
export const shippedElection: ElectionSettings = {
  leaseMs: 6_000,
  renewEveryMs: 2_000,
  leadForMs: 4_000,
  retryAfterMs: 500,
};

const nothing: LeaseStep = { do: "nothing" };

const NEVER = -Infinity;

/**
 * One replica's part in the election of a leader, as client-go plays it: a lease is free when its
 * record has not changed for as long as it lasts, by the own clock since that was first seen. So clocks
 * may differ by any amount; only their speeds have to be alike.
 */
export class Election {
  private lease: LeaseRecord | undefined;
  /** Whether the lease is known well enough to be changed: not before the first read, nor after a failure. */
  private isKnown = false;
  /** When the record was first seen as it is. */
  private unchangedSinceMs = 0;
  /** When the step that is under way was sent. */
  private sentAtMs: number | undefined;
  /** When the last renewal that succeeded was sent. */
  private renewedAtMs = NEVER;
  private failedAtMs = NEVER;
  private latestMs = NEVER;
  private hasResigned = false;

  constructor(
    private readonly identity: string,
    private readonly settings: ElectionSettings,
  ) {}

  /** Whom the lease names, as far as is known. */
  get holder(): string | undefined {
    return this.lease?.holder === "" ? undefined : this.lease?.holder;
  }

  isLeading(nowMs: number): boolean {
    const isOnTime = nowMs - this.renewedAtMs < this.settings.leadForMs && nowMs >= this.latestMs;
    return isOnTime && !this.hasResigned;
  }

  observed(lease: LeaseRecord | undefined, nowMs: number): void {
    this.look(nowMs);
    if (!this.isKnownTerm(lease)) this.unchangedSinceMs = nowMs;
    this.lease = lease;
    this.isKnown = true;
    if (lease?.holder !== this.identity) this.renewedAtMs = NEVER;
  }

  step(nowMs: number): LeaseStep {
    this.look(nowMs);
    const isWaiting = nowMs - this.failedAtMs < this.settings.retryAfterMs;
    if (isWaiting || !this.isKnown || this.hasResigned || this.sentAtMs !== undefined) {
      return nothing;
    }
    const { lease } = this;
    if (lease === undefined) return this.send("create", this.newTerm(nowMs, 0), nowMs);
    if (lease.holder === this.identity) {
      const isRecent = nowMs - this.renewedAtMs < this.settings.renewEveryMs;
      return isRecent ? nothing : this.send("renew", this.renewed(lease, nowMs), nowMs);
    }
    const isFree = lease.holder === "" || nowMs - this.unchangedSinceMs >= this.durationOf(lease);
    if (!isFree) return nothing;
    const term = this.newTerm(nowMs, lease.transitions + 1);
    return this.send("acquire", { ...lease, ...term }, nowMs);
  }

  resign(nowMs: number): LeaseStep {
    this.look(nowMs);
    this.hasResigned = true;
    const { lease } = this;
    const isOurs = this.isKnown && lease?.holder === this.identity && this.sentAtMs === undefined;
    if (!isOurs) return nothing;
    const record = { ...lease, holder: "", durationSeconds: 1, renewedAtMs: nowMs };
    return this.send("release", record, nowMs);
  }

  written(record: LeaseRecord, nowMs: number): void {
    this.look(nowMs);
    const { sentAtMs } = this;
    if (sentAtMs === undefined) return;
    this.sentAtMs = undefined;
    this.failedAtMs = NEVER;
    this.lease = record;
    this.unchangedSinceMs = nowMs;
    this.renewedAtMs = record.holder === this.identity ? sentAtMs : NEVER;
  }

  failed(kind: LeaseFailure, nowMs: number): void {
    this.look(nowMs);
    this.sentAtMs = undefined;
    if (kind !== "conflict") this.failedAtMs = nowMs;
    // It may have been written all the same, so it has to be read first.
    this.isKnown = false;
  }

  /** After a step back of the clock nobody knows how long ago anything was. */
  private look(nowMs: number): void {
    if (nowMs < this.latestMs) {
      this.renewedAtMs = NEVER;
      this.failedAtMs = NEVER;
      this.unchangedSinceMs = nowMs;
      if (this.sentAtMs !== undefined) this.sentAtMs = NEVER;
    }
    this.latestMs = nowMs;
  }

  private send(
    kind: "create" | "renew" | "acquire" | "release",
    record: LeaseRecord,
    nowMs: number,
  ): LeaseStep {
    this.sentAtMs = nowMs;
    return { do: kind, record };
  }

  private newTerm(nowMs: number, transitions: number): LeaseRecord {
    const { identity, settings } = this;
    const durationSeconds = settings.leaseMs / 1_000;
    return {
      holder: identity,
      durationSeconds,
      acquiredAtMs: nowMs,
      renewedAtMs: nowMs,
      transitions,
    };
  }

  private renewed(lease: LeaseRecord, nowMs: number): LeaseRecord {
    return { ...lease, durationSeconds: this.settings.leaseMs / 1_000, renewedAtMs: nowMs };
  }

  /** How long the holder may count on it: by its own settings, which a new version may have changed. */
  private durationOf({ durationSeconds }: LeaseRecord): number {
    return Math.max(this.settings.leaseMs, durationSeconds > 0 ? durationSeconds * 1_000 : 0);
  }

  private isKnownTerm(lease: LeaseRecord | undefined): boolean {
    const before = this.lease;
    return (
      before?.holder === lease?.holder &&
      before?.renewedAtMs === lease?.renewedAtMs &&
      before?.transitions === lease?.transitions
    );
  }
}
