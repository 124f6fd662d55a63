import { z } from "zod";

/** A row as an Envoy serves it. */
export interface ServedRow {
  /** Percent of the requests, by the host that they are sent to. */
  readonly weights: Readonly<Record<string, number>>;
  /** When Envoy has taken it, ms since 1970. */
  readonly at: number;
}

const route = z.object({
  name: z.string().optional(),
  route: z
    .object({
      weighted_clusters: z
        .object({
          clusters: z.array(z.object({ name: z.string(), weight: z.number().default(0) })),
        })
        .optional(),
    })
    .optional(),
});

const dumpSchema = z.object({
  configs: z
    .array(
      z.object({
        last_updated: z.coerce.date().optional(),
        route_config: z
          .object({
            virtual_hosts: z.array(z.object({ routes: z.array(route).default([]) })).default([]),
          })
          .optional(),
      }),
    )
    .default([]),
});

/**
 * The row that Envoy's `GET /config_dump?resource=dynamic_route_configs` shows.
 *
 * @param routeName of the route that has it.
 * @returns undefined while no route of the name has one, or several differ.
 */
export function servedRow(dump: unknown, routeName: string): ServedRow | undefined {
  const rows = dumpSchema.parse(dump).configs.flatMap(({ last_updated: updated, route_config }) =>
    (route_config?.virtual_hosts ?? [])
      .flatMap(({ routes }) => routes)
      .filter(({ name }) => name === routeName)
      .map(({ route: to }) => ({
        at: updated?.getTime() ?? 0,
        weights: Object.fromEntries(
          (to?.weighted_clusters?.clusters ?? []).map(({ name, weight }) => [hostOf(name), weight]),
        ),
      })),
  );
  const [first] = rows;
  if (first === undefined) return undefined;
  const keyOf = ({ weights }: ServedRow): string => JSON.stringify(weights);
  if (rows.some((row) => keyOf(row) !== keyOf(first))) return undefined;
  return { weights: first.weights, at: Math.max(...rows.map(({ at }) => at)) };
}

/** Istio names a cluster `outbound|PORT|SUBSET|HOST`. */
const hostOf = (cluster: string): string => cluster.split("|").at(-1) ?? cluster;
