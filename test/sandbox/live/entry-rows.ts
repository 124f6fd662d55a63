import { z } from "zod";
import { readProject } from "../../../config/files";
import { bindingsOf } from "../../../routing/bindings";
import { GLOBAL_ROUTES, type Weights } from "../../../routing/routes";
import { watchCollection } from "../../../sandbox/cluster/watch";
import { regionAccess, startedRegion } from "../../../sandbox/live/region-access";
import { observedRoutes } from "../../../services/traffic-controller/controller/observed-routes";
import { layout } from "./shared-live-sandbox";

/** A row of an entry, as its API server has it. */
export interface SeenRow {
  /** When it was seen, ms since 1970. */
  readonly at: number;
  /** Whole percents by region; left out where the routes hold no row. */
  readonly weights?: Weights;
  /** Who owns the routes by the object's managed fields. */
  readonly owners: readonly string[];
}

const routesSchema = z.object({
  metadata: z.object({
    resourceVersion: z.string(),
    managedFields: z
      .array(
        z.object({
          manager: z.string(),
          fieldsV1: z
            .object({ "f:spec": z.record(z.string(), z.unknown()).default({}) })
            .default({ "f:spec": {} }),
        }),
      )
      .default([]),
  }),
  spec: z.object({ http: z.unknown() }).optional(),
});

/** Follows the rows that an entry's API server has, until the signal. */
export async function followRows(
  entry: string,
  rows: SeenRow[],
  signal: AbortSignal,
): Promise<void> {
  const { topology } = readProject(layout.project);
  const bindings = bindingsOf(topology, entry);
  void watchCollection(
    await regionAccess(await startedRegion(layout.directory, entry)),
    {
      path: `/apis/networking.istio.io/v1/virtualservices?fieldSelector=metadata.name%3D${GLOBAL_ROUTES}`,
      object: routesSchema,
      onChange: (objects) => {
        const [routes] = objects.values();
        if (routes === undefined) return;
        const { weights } = observedRoutes(topology, bindings, routes);
        const owners = routes.metadata.managedFields
          .filter(({ fieldsV1 }) => "f:http" in fieldsV1["f:spec"])
          .map(({ manager }) => manager);
        rows.push({ at: Date.now(), owners, ...(weights && { weights }) });
      },
    },
    signal,
  );
}
