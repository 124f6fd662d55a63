import { isDeepStrictEqual } from "node:util";
import type { Override } from "../../services/traffic-controller/decision/override";
import type { ClusterView } from "./cluster-view";

/** One override that stands in some cluster. */
export interface StandingOverride {
  /** As the first cluster that has it says it. */
  readonly override: Override;
  readonly regions: readonly string[];
  /** Clusters that were read and do not have it. */
  readonly missingIn: readonly string[];
  /** Clusters that have another one by the same name. */
  readonly differsIn: readonly string[];
}

/** All overrides that stand anywhere, by their ids, and where the clusters do not have the same. */
export function standing(views: readonly ClusterView[], nowMs: number): StandingOverride[] {
  const lists = views.flatMap(({ region, list }) =>
    list.state === "read" && "overrides" in list.list
      ? [{ region, overrides: list.list.overrides.filter((one) => one.expiresAtMs > nowMs) }]
      : [],
  );
  const ids = [...new Set(lists.flatMap(({ overrides }) => overrides.map(({ id }) => id)))].sort();
  return ids.flatMap((id) => {
    const found = lists.map(({ region, overrides }) => ({
      region,
      override: overrides.find((one) => one.id === id),
    }));
    const first = found.find(({ override }) => override !== undefined)?.override;
    if (first === undefined) return [];
    const where = (is: (override: Override | undefined) => boolean): string[] =>
      found.filter(({ override }) => is(override)).map(({ region }) => region);
    return [
      {
        override: first,
        regions: where((one) => one !== undefined),
        missingIn: where((one) => one === undefined),
        differsIn: where((one) => one !== undefined && !isDeepStrictEqual(one, first)),
      },
    ];
  });
}

/** All that an operator should know of besides, as sentences; empty: all clusters say the same. */
export function troubles(views: readonly ClusterView[], nowMs: number): string[] {
  const ofClusters = views.flatMap(({ region, served, list }) => {
    const said: string[] = [];
    if (served.state === "unread") said.push(`${region}: weights cannot be read: ${served.why}`);
    if (served.state === "foreign")
      said.push(
        `${region}: its routes hold no row of these regions; its traffic controller mends that`,
      );
    if (list.state === "unread") said.push(`${region}: overrides cannot be read: ${list.why}`);
    else if ("problems" in list.list)
      said.push(
        `${region}: its overrides are invalid, and the last valid ones stand: ${list.list.problems.join(" ")}`,
      );
    return said;
  });
  const ofOverrides = standing(views, nowMs).flatMap(
    ({ override: { id }, missingIn, differsIn }) => [
      ...(missingIn.length > 0
        ? [`${id} is not in ${missingIn.join(", ")}; give it again, or lift it`]
        : []),
      ...(differsIn.length > 0
        ? [`${id} is another one in ${differsIn.join(", ")}; give it again, or lift it`]
        : []),
    ],
  );
  return [...ofClusters, ...ofOverrides];
}
