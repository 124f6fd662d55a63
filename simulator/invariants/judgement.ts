import type { Judgement } from "../../services/traffic-controller/decision/memory";
import type { World } from "../world/world";
import { type Invariant, mustLeave } from "./invariant";

export const halfStays: Invariant = {
  id: "half-stays",
  sentence:
    "At most half of the regions have failed by a controller's own judgement, and never all.",
  watch: () => ({
    ticked: ({ tick: { decision } }) => {
      let failed = 0;
      for (const { judgement } of decision.next.health) if (judgement.state === "failed") failed++;
      const most = Math.max(1, Math.floor(decision.regions.length / 2));
      return failed > most || failed === decision.regions.length
        ? `${failed} of ${decision.regions.length} regions have failed`
        : undefined;
    },
  }),
};

/** What sums of shares may be off by, and clocks. */
const ROUNDING = 1e-3;

export const comesBackByRamp: Invariant = {
  id: "comes-back-by-ramp",
  sentence:
    "A region that has failed comes back by the ramp: with the first share of its capacity, more " +
    "no sooner than time allows, all of it only at the end.",
  watch: (world) => {
    const { rampStartRatio, rampSeconds } = world.plan.settings.recovery;
    const fault = (was: Judgement, is: Judgement, elapsedMs: number): string | undefined => {
      if (was.state === "failed" && is.state !== "failed") {
        if (is.state === "recovering" && is.share <= rampStartRatio + ROUNDING) return undefined;
        return is.state === "degraded" ? undefined : `from failed to ${is.state}`;
      }
      if (was.state !== "recovering") return undefined;
      const most =
        was.share +
        ((1 - rampStartRatio) * Math.max(0, elapsedMs)) / (1_000 * rampSeconds) +
        ROUNDING;
      if (is.state === "healthy" && most < 1) return `healthy at ${was.share} of its capacity`;
      return is.state === "recovering" && is.share > most
        ? `from ${was.share} to ${is.share} of its capacity in ${elapsedMs} ms`
        : undefined;
    };
    return {
      ticked: ({ tick: { decision }, before }) => {
        if (before === undefined) return undefined;
        const elapsedMs = decision.next.atMs - before.next.atMs;
        for (let region = 0; region < decision.regions.length; region++) {
          const was = before.next.health[region]?.judgement;
          const is = decision.next.health[region]?.judgement;
          const what = was && is && fault(was, is, elapsedMs);
          if (what !== undefined) return `${world.names[region] ?? ""} went ${what}`;
        }
        return undefined;
      },
    };
  },
};

/** Beyond the age at which signals count as missing: their way from the last evaluation on, ms. */
const ON_THE_WAY_MS = 8_000;

export const blindKeepsStill: Invariant = {
  id: "blind-keeps-still",
  sentence:
    "A region whose signals are missing, stale or no numbers keeps its state, but for probes, and " +
    "its own entry keeps its row, but away from where its requests must not be.",
  watch: (world) => {
    const staleMs = world.plan.settings.staleness.signalsSeconds * 1_000 + ON_THE_WAY_MS;
    const darkSinceMs: (number | undefined)[] = world.names.map(() => undefined);
    const isDark = (region: number): boolean => {
      const since = darkSinceMs[region];
      return since !== undefined && world.agenda.nowMs - since > staleMs;
    };
    return {
      second: (nowMs) => {
        world.now.regions.forEach(({ lie }, region) => {
          if (isSilent(lie)) darkSinceMs[region] ??= nowMs;
          else darkSinceMs[region] = undefined;
        });
        return undefined;
      },
      ticked: ({ tick: { decision }, before }) => {
        if (before === undefined) return undefined;
        for (let region = 0; region < decision.regions.length; region++) {
          if (!isDark(region)) continue;
          const was = before.next.health[region]?.judgement;
          const is = decision.next.health[region]?.judgement;
          if (was === undefined || is === undefined || was.state === is.state) continue;
          const isByProbes = [was, is].some((it) => it.state === "failed" && it.by === "probes");
          const isSpared = decision.reasons.some(
            (it) => it.code === "spared" && it.region === world.names[region],
          );
          if (isByProbes || isSpared || was.state === "recovering") continue;
          // After its start a controller takes what nobody uses for something that comes back.
          if (was.state === "healthy" && is.state === "recovering") continue;
          return `${world.names[region] ?? ""} went from ${was.state} to ${is.state} without signals`;
        }
        return undefined;
      },
      wrote: (sent, { weights }) => {
        const { entry } = sent.replica;
        if (!isDark(entry) || weights === undefined || isOrderedRow(world, entry)) return undefined;
        const left = mustLeave(sent.decision, entry);
        const isForced = world.names.some(
          (name, index) => left[index] === true && (weights[name] ?? 0) > 0,
        );
        if (isForced || world.plan.faults.some(({ kind }) => kind === "edit")) return undefined;
        const changed = world.names.find((name) => weights[name] !== sent.write.weights[name]);
        return changed === undefined
          ? undefined
          : `${world.names[entry] ?? ""} gave ${changed} another share though its own signals are missing`;
      },
    };
  },
};

/** Late ones are believed until they are stale; NaN and absurd numbers never. */
const isSilent = (lie: World["now"]["regions"][number]["lie"]): boolean =>
  lie === "dead" || lie === "late" || lie === "nan" || lie === "absurd";

/** Whether operators order what the entry's row is. */
const isOrderedRow = (world: World, entry: number): boolean =>
  world.now.overrides.some((it) => it.kind === "pin" && it.entry === world.names[entry]);
