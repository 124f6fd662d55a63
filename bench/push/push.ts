import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { namespaces } from "../../components/region-base/namespaces";
import { TRAFFIC_CONTROLLER } from "../../components/traffic/controller/names";
import type { Topology } from "../../config/topology";
import { bindingsOf } from "../../routing/bindings";
import { GLOBAL_ROUTES, routes, type Weights } from "../../routing/routes";
import { PodApi } from "../../sandbox/live/pods/api";
import {
  FIELD_MANAGER,
  ROUTES_TYPE,
} from "../../services/traffic-controller/cluster/global-routes";
import { Seeded } from "../../simulator/seeded";
import type { Bench } from "../bench";
import { kubectl } from "../commands";
import { type Readings, timeBesidePeer } from "../figure";
import type { LiveLab } from "../live-lab";
import { median, percentile } from "../statistics";
import { followGateways, type Gateways } from "./gateways";
import { byHost, rowAt } from "./rows";

/** Aim: what the time to lead traffic away from a region that died leaves for this, ms. */
const AT_MOST = 500;

/** Shifts of a run. */
const SHIFTS = 100;

/** Before those that count, until all that takes part has done it a few times. */
const FIRST_SHIFTS = 10;

/** Pauses between shifts, ms: of different lengths, as istiod waits for a time that is quiet. */
const PAUSE_MS = { least: 100, most: 400 };

/** Name of the route that is looked at: that of whatever may be repeated is written with it. */
const ROUTE = "weighted";

/** What one shift took, ms. */
interface Shift {
  /** From the API server's answer to the last Envoy of the region's gateway that has taken it. */
  readonly push: number;
  /** The write itself. */
  readonly apply: number;
}

/**
 * How long a row that has been written takes to be served: from the API server's answer to a
 * server-side apply, as a traffic controller writes it, to the Envoys of the region's gateway.
 */
export async function push(bench: Bench): Promise<Readings<"push">> {
  const { runs, signal, report } = bench;
  const lab = await bench.live();
  const { topology } = lab;
  return await withoutController(lab, signal, async () => {
    const gateways = await followGateways(lab, ROUTE);
    try {
      const shift = shifter(lab, gateways);
      report(`push: ${FIRST_SHIFTS} shifts without counting`);
      await series(shift, { topology, count: FIRST_SHIFTS, signal });
      const all: Shift[][] = [];
      for (let run = 1; run <= runs; run += 1) {
        const shifts = await series(shift, { topology, count: SHIFTS, signal });
        const p99 = (of: keyof Shift): string => p99Of(shifts, of).toFixed(0);
        report(
          `run ${run} of ${runs}: p99 of a push ${p99("push")} ms, of a write ${p99("apply")} ms`,
        );
        all.push(shifts);
      }
      const pairs = all.map((shifts) => ({
        ours: p99Of(shifts, "push"),
        peer: p99Of(shifts, "apply"),
      }));
      const middle = median(all.flat().map((one) => one.push));
      return {
        "push.p99": timeBesidePeer("p99 of the write that is pushed", "ms", pairs, {
          atMost: AT_MOST,
          notes: [
            `${SHIFTS} shifts in a run, to ${gateways.count} Envoys; in the middle ${middle.toFixed(0)} ms, of which istiod waits 100 ms for further changes.`,
          ],
        }),
      };
    } finally {
      await gateways.stop();
    }
  });
}

/** Ends the region's traffic controllers meanwhile, which would write rows of their own. */
async function withoutController<T>(
  lab: LiveLab,
  signal: AbortSignal,
  action: () => Promise<T>,
): Promise<T> {
  const own = ["--namespace", namespaces.global];
  const deployment = `deployment/${TRAFFIC_CONTROLLER}`;
  const output = "--output=jsonpath={.spec.replicas}";
  const replicas = await kubectl(lab, ["get", deployment, ...own, output], signal);
  const scale = async (to: string, within: AbortSignal): Promise<void> => {
    await kubectl(lab, ["scale", deployment, ...own, `--replicas=${to}`], within);
  };
  try {
    await scale("0", signal);
    const pods = ["--for=delete", "pods", `--selector=app=${TRAFFIC_CONTROLLER}`];
    await kubectl(lab, ["wait", ...pods, ...own, "--timeout=90s"], signal);
    return await action();
  } finally {
    // Also after an interruption.
    await scale(replicas, new AbortController().signal);
  }
}

const writtenSchema = z.object({ metadata: z.object({ resourceVersion: z.string() }) });

/** What makes a shift and measures it. */
function shifter(
  { region, topology, access }: LiveLab,
  gateways: Gateways,
): (weights: Weights) => Promise<Shift> {
  const api = new PodApi(access, () => undefined);
  const bindings = bindingsOf(topology, region);
  const metadata = { namespace: namespaces.system, name: GLOBAL_ROUTES };
  const path =
    `/apis/${ROUTES_TYPE.apiVersion}/namespaces/${metadata.namespace}/virtualservices/` +
    `${metadata.name}?fieldManager=${FIELD_MANAGER}&force=true`;
  return async (weights) => {
    const object = {
      ...ROUTES_TYPE,
      metadata,
      spec: { http: routes(topology, bindings, weights) },
    };
    const before = Date.now();
    const contentType = "application/apply-patch+yaml";
    writtenSchema.parse(await api.call("PATCH", path, { object, contentType }));
    const written = Date.now();
    const served = await gateways.servedAt(byHost(weights));
    // The watch of istiod may be told before the writer is.
    return { push: Math.max(0, served - written), apply: written - before };
  };
}

/** Shifts one after the other, each to another row than the one before. */
async function series(
  shift: (weights: Weights) => Promise<Shift>,
  { topology, count, signal }: { topology: Topology; count: number; signal: AbortSignal },
): Promise<Shift[]> {
  const random = new Seeded("pauses", count);
  const shifts: Shift[] = [];
  for (let position = 0; position < count; position += 1) {
    signal.throwIfAborted();
    shifts.push(await shift(rowAt(topology, position)));
    await sleep(random.between(PAUSE_MS.least, PAUSE_MS.most), undefined, { signal });
  }
  return shifts;
}

const p99Of = (shifts: readonly Shift[], of: keyof Shift): number =>
  percentile(
    shifts.map((shift) => shift[of]),
    0.99,
  );
