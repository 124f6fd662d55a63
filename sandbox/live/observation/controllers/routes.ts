import { z } from "zod";
import { namespaces } from "../../../../components/region-base/namespaces";
import type { Topology } from "../../../../config/topology";
import { bindingsOf } from "../../../../routing/bindings";
import { GLOBAL_ROUTES } from "../../../../routing/routes";
import { observedRoutes } from "../../../../services/traffic-controller/controller/observed-routes";
import type { LiveSource } from "../sources";
import type { Follow } from "./follow";

const ROUTES =
  `/apis/networking.istio.io/v1/namespaces/${namespaces.system}/virtualservices` +
  `?fieldSelector=${encodeURIComponent(`metadata.name=${GLOBAL_ROUTES}`)}`;

const virtualService = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  spec: z.object({ http: z.unknown() }).optional(),
});

/** What a region's entry serves, as its API server has it, within milliseconds of each write. */
export const servedWeights =
  (
    { entry, topology, follow }: { entry: string; topology: Topology; follow: Follow },
    now: () => number = Date.now,
  ): LiveSource =>
  async (tell, signal) => {
    const bindings = bindingsOf(topology, entry);
    await follow(
      {
        path: ROUTES,
        object: virtualService,
        onChange: ([routes]) => {
          const weights = routes && observedRoutes(topology, bindings, routes).weights;
          if (weights !== undefined) tell({ type: "weights", at: now(), entry, weights });
        },
      },
      signal,
    );
  };
