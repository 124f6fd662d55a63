import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { OperatorError } from "../../config/operator-error";
import { gatewaySelector } from "../../components/istio-mesh/names";
import { REGION_LABEL } from "../../components/labels";
import { meshNamespaces, namespaces } from "../../components/region-base/namespaces";
import { TRAFFIC_CONTROLLER } from "../../components/traffic/controller/names";
import { failoverHost } from "../../routing/hosts";
import { liveFolder } from "../../sandbox/live/files";
import { attachNetwork } from "../../sandbox/live/network/network";
import { operatorsOrder, type OperatorsOrder } from "../../sandbox/live/observation/pin";
import { sandboxEnvironment } from "../../sandbox/stacks/engine";
import type { Injection } from "../injection";
import type { Scene } from "../scene";
import { allOf } from "./all-of";
import { askInside, podInNetwork } from "./ask-inside";
import { changeObject, type ChangedObject, type MergePatch, restoreObject } from "./changed-object";
import { endpointsOf } from "./envoy-endpoints";
import { inOrder } from "./in-order";
import { podUids, regionApi } from "../../sandbox/live/region-pods";

/**
 * Traffic controllers decide and tell, and none of their decisions takes effect: what saves requests is
 * Envoy's fallback alone. Operators freeze all shifts, which lets those away from failed regions pass;
 * so the controllers also lose the right to write their routes. Both are given back at the end, which
 * has to come after that of the fault; a controller that was refused waits up to 36 s before it writes.
 */
export function withoutController(scene: Scene): Injection {
  const { layout, toolchain, regions } = scene;
  const order = operatorsOrder(layout, sandboxEnvironment(layout, toolchain, process.env));
  const shifts = frozenShifts(order);
  const rights = objectsOf(regions, layout.directory, () => [
    {
      path: `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespaces.system}/roles/${TRAFFIC_CONTROLLER}`,
      change: withoutWriting,
    },
  ]);
  return inOrder({
    begin: async () => {
      await shifts.begin();
      await rights.change();
    },
    end: () => allOf([rights.restore(), shifts.end()]),
  });
}

/** Operators freeze all shifts, and let them go again. */
export function frozenShifts(order: OperatorsOrder): Injection {
  let stands: "no" | "perhaps" | "yes" = "no";
  return {
    begin: async () => {
      stands = "perhaps";
      await order("freeze", ...["--for", FREEZE_FOR, "--author", "drill", "--reason", "a drill"]);
      stands = "yes";
    },
    end: async () => {
      if (stands === "no") return;
      await order("lift", "freeze").catch((error: unknown) => {
        // Where it could not be given, it cannot be lifted either; what stands of it ends by itself.
        if (stands === "yes") throw error;
      });
      stands = "no";
    },
  };
}

/** No drill lasts longer; one that is killed leaves no order for ever. */
const FREEZE_FOR = "30m";

/**
 * Where a region does not answer, Envoy has nobody else to ask: what saves requests is that traffic
 * controllers lead them away. Each weighted host of each entry keeps the region that it is named after,
 * and gets the others back at the end.
 */
export function withoutFallback({ layout, regions }: Scene): Injection {
  const { directory } = layout;
  const hosts = objectsOf(regions, directory, () =>
    regions.map((region) => ({
      path: `/apis/networking.istio.io/v1/namespaces/${meshNamespaces.ingress}/serviceentries/${failoverHost(region)}`,
      change: onlyEndpointOf(region),
    })),
  );
  return inOrder({
    begin: async () => {
      await hosts.change();
      await allOf(regions.map((entry) => awaitNoFallback(directory, entry, regions)));
    },
    end: hosts.restore,
  });
}

const rulesSchema = z.object({
  rules: z.array(z.looseObject({ resources: z.array(z.string()), verbs: z.array(z.string()) })),
});

const READING = new Set(["get", "list", "watch"]);

/** Takes from a Role all rights to VirtualServices but those to read them. */
export function withoutWriting(role: MergePatch): MergePatch {
  const { rules } = rulesSchema.parse(role);
  return {
    rules: rules.map((rule) =>
      rule.resources.includes("virtualservices")
        ? { ...rule, verbs: rule.verbs.filter((verb) => READING.has(verb)) }
        : rule,
    ),
  };
}

const endpointsSchema = z.object({
  spec: z.object({
    endpoints: z
      .array(z.looseObject({ labels: z.record(z.string(), z.string()).default({}) }))
      .default([]),
  }),
});

/** Leaves a ServiceEntry the endpoint of one region, if it has it. */
export const onlyEndpointOf =
  (region: string) =>
  (serviceEntry: MergePatch): MergePatch | undefined => {
    const { endpoints } = endpointsSchema.parse(serviceEntry).spec;
    const own = endpoints.filter(({ labels }) => labels[REGION_LABEL] === region);
    return own.length === 0 ? undefined : { spec: { endpoints: own } };
  };

/** The same objects of every region. */
function objectsOf(
  regions: readonly string[],
  directory: string,
  each: () => readonly Omit<ChangedObject, "api">[],
) {
  const all = (act: (object: ChangedObject) => Promise<void>) => () =>
    allOf(
      regions.map(async (region) => {
        const api = await regionApi({ directory, region });
        await allOf(each().map((object) => act({ ...object, api })));
      }),
    );
  return { change: all(changeObject), restore: all((object) => restoreObject(object)) };
}

/** istiod tells proxies within a second, on a busy machine within a few. */
const TOLD_BOUND_MS = 30_000;
const POLL_MS = 500;

/** Where a gateway's Envoy says what it knows. */
const ENVOY_CLUSTERS = "http://127.0.0.1:15000/clusters";

/** Waits until no gateway of an entry has more than one region behind a weighted host. */
async function awaitNoFallback(
  directory: string,
  entry: string,
  regions: readonly string[],
): Promise<void> {
  const network = await attachNetwork(liveFolder(directory));
  const kind = { namespace: meshNamespaces.ingress, app: gatewaySelector.app };
  const deadline = Date.now() + TOLD_BOUND_MS;
  for (;;) {
    const told = await Promise.all(
      (await podUids({ directory, region: entry }, kind)).map(async (uid) => {
        const clusters = await askInside(network, podInNetwork(entry, uid), [
          "GET",
          ENVOY_CLUSTERS,
        ]);
        return regions.every((region) => endpointsOf(clusters, failoverHost(region)).size <= 1);
      }),
    );
    if (told.every(Boolean)) return;
    if (Date.now() > deadline) {
      throw new OperatorError(
        `The gateway of ${entry} still has other regions to fall back on after ` +
          `${TOLD_BOUND_MS / 1_000} s: look at the log of its istiod.`,
      );
    }
    await sleep(POLL_MS);
  }
}
