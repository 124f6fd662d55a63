import type { Override } from "../../services/traffic-controller/decision/override";
import type { ApiTrouble, Fault, Lie } from "./fault";

/** What is wrong with one region now. */
export interface RegionCircumstances {
  readonly isOut: boolean;
  readonly capacityRatio: number;
  readonly failingRatio: number;
  readonly demandFactor: number;
  readonly lie: Lie | undefined;
  readonly api: ApiTrouble | undefined;
}

/** All that is wrong now, by the index of the region. */
export interface Circumstances {
  readonly regions: readonly RegionCircumstances[];
  /** Links that are cut, from and to. */
  readonly cut: readonly (readonly boolean[])[];
  readonly overrides: readonly Override[];
}

/** Overrides of a world stand as long as their fault, so they never expire by themselves. */
const NEVER_MS = 1e15;

/** What the faults that are there now amount to. */
export function circumstances(names: readonly string[], faults: readonly Fault[]): Circumstances {
  const regions = names.map((name) => regionCircumstances(name, faults));
  const isolated = names.map((name) =>
    faults.some((fault) => fault.kind === "isolation" && fault.region === name),
  );
  const cut = names.map((from, one) =>
    names.map(
      (to, other) =>
        one !== other &&
        (isolated[one] === true ||
          isolated[other] === true ||
          faults.some((it) => it.kind === "partition" && it.from === from && it.to === to)),
    ),
  );
  return { regions, cut, overrides: faults.flatMap(overrideOf) };
}

function regionCircumstances(name: string, faults: readonly Fault[]): RegionCircumstances {
  const found = { isOut: false, capacityRatio: 1, failingRatio: 0, demandFactor: 1 };
  let lie: Lie | undefined;
  let api: ApiTrouble | undefined;
  for (const fault of faults) {
    if (!("region" in fault) || fault.region !== name) continue;
    if (fault.kind === "outage") found.isOut = true;
    else if (fault.kind === "brown-out") {
      found.capacityRatio *= fault.capacityRatio;
      found.failingRatio = Math.max(found.failingRatio, fault.failingRatio);
    } else if (fault.kind === "demand") found.demandFactor *= fault.factor;
    else if (fault.kind === "prometheus") lie ??= fault.how;
    else if (fault.kind === "api") api ??= fault.how;
  }
  return { ...found, lie, api };
}

function overrideOf(fault: Fault): Override[] {
  const known = {
    id: `${fault.kind}-${"region" in fault ? fault.region : "all"}-${fault.at}`,
    reason: "as the scenario says",
    author: "operator",
    expiresAtMs: NEVER_MS,
  };
  switch (fault.kind) {
    case "drain":
    case "exclude":
      return [{ ...known, kind: fault.kind, region: fault.region }];
    case "pin":
      return [{ ...known, kind: "pin", entry: fault.region, weights: fault.weights }];
    case "freeze":
      return [{ ...known, kind: "freeze" }];
    case "outage":
    case "brown-out":
    case "demand":
    case "partition":
    case "isolation":
    case "prometheus":
    case "api":
    case "kill":
    case "pause":
    case "clock":
    case "edit":
      return [];
  }
}
