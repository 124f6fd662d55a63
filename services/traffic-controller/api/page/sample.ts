import { parseTopology } from "../../../../config/topology";
import { Controller } from "../../controller/controller";
import type { Signals } from "../../decision/snapshot";
import { shippedSettings } from "../../settings";
import type { DecisionAnswer } from "../decision-schema";
import { explanation } from "../explanation";

const topology = parseTopology({
  residencyZones: {},
  tenants: {},
  regions: ["near", "far", "sick"].map((name, index) => ({
    name,
    displayName: name,
    priority: index + 1,
    role: index === 0 ? "primary" : "regional",
    location: { latitude: 0, longitude: 30 * index },
    capacityIntentsPerMinute: 1_000,
    costUsdPerThousandIntents: 2,
    features: [],
    zones: ["a"],
  })),
});

const signals: Signals = {
  ageMs: 4_000,
  attempts: 1_200,
  successRatio: 0.996,
  p95Ms: 870,
  utilisation: { cpu: 0.4, memory: 0.5, network: 0.1, intents: 0.45 },
  demandIntentsPerMinute: 400,
  boundIntentsPerMinute: 0,
  costUsdPerThousandIntents: 2,
};

const STARTED_MS = Date.UTC(2026, 0, 1, 3, 0, 0);

/** Seconds that pass before one region stops answering, and after that. */
const [WELL_SECONDS, DEAD_SECONDS] = [60, 20];

/** An answer of a controller that has been up for a minute when a region stops answering. */
export function sampleDecision(): DecisionAnswer {
  const controller = new Controller({
    topology,
    region: "near",
    settings: shippedSettings,
    mode: "active",
    identity: "traffic-controller-1",
  });
  let nowMs = STARTED_MS;
  let failedMs: number | undefined;
  const row = { near: 70, far: 0, sick: 30 };
  let routes = { resourceVersion: "1", weights: row, isAsWritten: true };
  for (let second = 1; second <= WELL_SECONDS + DEAD_SECONDS; second++) {
    nowMs += 1_000;
    for (const { name } of topology.regions) {
      if (name === "sick" && second > WELL_SECONDS) {
        controller.probeFailed(name, nowMs);
        continue;
      }
      const report = { signals, served: { near: 0, far: 0, sick: 0, [name]: 100 } };
      controller.probeAnswered(name, { roundTripMs: name === "near" ? 2 : 80, report }, nowMs);
    }
    controller.ownSignals(signals, nowMs);
    controller.routesObserved(routes, nowMs);
    controller.overridesObserved(
      [
        {
          id: "freeze-release",
          kind: "freeze",
          author: "ana@example.org",
          reason: "no shifts while the release goes out",
          expiresAtMs: STARTED_MS + 3_600_000,
        },
      ],
      nowMs,
    );
    lead(controller, nowMs);
    const { write, changes } = controller.tick(nowMs);
    if (changes.some(({ region }) => region === "sick")) failedMs = nowMs;
    if (write !== undefined) {
      controller.written({ resourceVersion: "2" }, write, nowMs);
      routes = { ...routes, resourceVersion: "2", weights: { ...row, ...write.weights } };
    }
  }
  return explanation(controller.status(nowMs), shippedSettings.assignment.strategy, {
    stateSinceMs: (region) => (region === "sick" ? failedMs : STARTED_MS + 1_000),
    invalidOverrides: undefined,
  });
}

function lead(controller: Controller, nowMs: number): void {
  if (!controller.isLeading(nowMs)) controller.leaseObserved(undefined, nowMs);
  const step = controller.leaseStep(nowMs);
  if (step.do === "nothing") return;
  controller.leaseWritten({ ...step.record, resourceVersion: String(nowMs) }, nowMs);
}
