import type { Probe, Probes, RegionReport, Signals, Snapshot } from "../decision/snapshot";
import type { Weights } from "../../../routing/routes";
import { RoundTrips } from "./round-trips";

/** What a peer says of its region when it is probed; ages are those of the moment it answered. */
export interface PeerReport extends RegionReport {
  /** Of the replica that answered. */
  readonly identity?: string;
  /** Whether that replica leads. */
  readonly leads?: boolean;
}

/** An answer that proves a link, whatever its status. */
export interface ProbeAnswer {
  readonly roundTripMs: number;
  /** Left out: the gateway was reached, but the controller behind it did not report. */
  readonly report?: PeerReport;
}

/** What was said at a moment of the own clock, by which its age is told. */
interface Dated<Value> {
  readonly value: Value;
  readonly atMs: number;
}

/** All that is known of one region. What is not said anew is kept, and grows old. */
interface Observed {
  readonly roundTrips: RoundTrips;
  /** By the own probes. */
  probe: Dated<Probe> | undefined;
  signals: Dated<Signals> | undefined;
  /** By the region's own probes. */
  probes: Dated<Probes> | undefined;
  /** The round trips by which the region's leader decides. */
  leaderTrips: Dated<Probes["to"]> | undefined;
  served: Weights | undefined;
  reportedAtMs: number | undefined;
}

/** What a controller has been told by probes, peers and its own Prometheus, with its age. */
export class Observations {
  private readonly observed: ReadonlyMap<string, Observed>;

  /** @param probesStaleMs age from which a probe says nothing more. */
  constructor(
    private readonly regions: readonly string[],
    private readonly own: string,
    private readonly probesStaleMs: number,
  ) {
    this.observed = new Map(
      regions.map((region) => [
        region,
        {
          roundTrips: new RoundTrips(),
          probe: undefined,
          signals: undefined,
          probes: undefined,
          leaderTrips: undefined,
          served: undefined,
          reportedAtMs: undefined,
        },
      ]),
    );
  }

  probeAnswered(region: string, { roundTripMs, report }: ProbeAnswer, nowMs: number): void {
    const one = this.observed.get(region);
    if (one === undefined) return;
    one.roundTrips.add(roundTripMs);
    const successes = (one.probe?.value.successes ?? 0) + 1;
    one.probe = { value: probe(0, successes, one.roundTrips), atMs: nowMs };
    // What the own region is like is known at first hand.
    if (report !== undefined && region !== this.own) take(one, report, nowMs);
  }

  probeFailed(region: string, nowMs: number): void {
    const one = this.observed.get(region);
    if (one === undefined) return;
    const failures = (one.probe?.value.failures ?? 0) + 1;
    one.probe = { value: probe(failures, 0, one.roundTrips), atMs: nowMs };
  }

  ownSignals(signals: Signals | undefined, nowMs: number): void {
    const one = this.observed.get(this.own);
    if (one !== undefined && signals !== undefined) takeSignals(one, signals, nowMs);
  }

  /** @param served the row of the own entry. */
  snapshot(served: Weights | undefined, nowMs: number): Snapshot {
    const snapshot: Record<string, RegionReport> = {};
    for (const region of this.regions) snapshot[region] = this.report(region, served, nowMs);
    return snapshot;
  }

  /** What is known of a region, of the own one at first hand. */
  report(region: string, served: Weights | undefined, nowMs: number): RegionReport {
    const one = this.observed.get(region);
    const isOwn = region === this.own;
    const signals = one?.signals;
    const probes = isOwn ? this.ownProbes(nowMs) : one?.probes;
    const row = isOwn ? served : one?.served;
    return {
      ...(signals && { signals: { ...signals.value, ageMs: nowMs - signals.atMs } }),
      ...(probes && { probes: { to: probes.value.to, ageMs: nowMs - probes.atMs } }),
      ...(row && { served: row }),
    };
  }

  /** The last own probe of a region, and when it ended. */
  probeOf(region: string): Dated<Probe> | undefined {
    return this.observed.get(region)?.probe;
  }

  reportedAtMs(region: string): number | undefined {
    return this.observed.get(region)?.reportedAtMs;
  }

  /** As old as the oldest of them; a link that has not been probed for a while is left out. */
  private ownProbes(nowMs: number): Dated<Probes> | undefined {
    const to: Record<string, Probe> = {};
    let oldestMs = Infinity;
    for (const [region, { probe }] of this.observed) {
      if (probe === undefined || !(nowMs - probe.atMs <= this.probesStaleMs)) continue;
      to[region] = probe.value;
      oldestMs = Math.min(oldestMs, probe.atMs);
    }
    return oldestMs === Infinity ? undefined : { value: { to, ageMs: 0 }, atMs: oldestMs };
  }
}

function probe(failures: number, successes: number, { median }: RoundTrips): Probe {
  return { failures, successes, ...(median !== undefined && { roundTripMs: median }) };
}

function take(one: Observed, { signals, probes, served, leads }: PeerReport, nowMs: number): void {
  one.reportedAtMs = nowMs;
  if (signals !== undefined) takeSignals(one, signals, nowMs);
  if (probes !== undefined) {
    if (leads === true) one.leaderTrips = { value: probes.to, atMs: nowMs };
    const to = withLeadersTrips(probes.to, one.leaderTrips, nowMs);
    one.probes = { value: { to, ageMs: 0 }, atMs: nowMs - ageOf(probes) };
  }
  if (served !== undefined) one.served = served;
}

/** What a leader's medians are good for after it has been heard, ms: they are of a minute. */
const TRIPS_LAST_MS = 60_000;

/**
 * A peer's replicas answer in turn, and their medians differ a little. Where two ways cost nearly the
 * same, that would have all controllers change their minds every second; so the leader's count.
 */
function withLeadersTrips(
  to: Probes["to"],
  leader: Dated<Probes["to"]> | undefined,
  nowMs: number,
): Probes["to"] {
  if (leader === undefined || leader.value === to || nowMs - leader.atMs > TRIPS_LAST_MS) return to;
  const merged: Record<string, Probe> = {};
  for (const [region, probe] of Object.entries(to)) {
    const roundTripMs = leader.value[region]?.roundTripMs;
    merged[region] = roundTripMs === undefined ? probe : { ...probe, roundTripMs };
  }
  return merged;
}

/** A peer's replicas answer in turn, and each has looked at another moment: the younger view counts. */
function takeSignals(one: Observed, signals: Signals, nowMs: number): void {
  const atMs = nowMs - ageOf(signals);
  if (one.signals !== undefined && one.signals.atMs > atMs) return;
  one.signals = { value: signals, atMs };
}

/** An age that cannot be true stays one that nobody believes. */
const ageOf = ({ ageMs }: { readonly ageMs: number }): number => (ageMs >= 0 ? ageMs : Number.NaN);
