import { join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import type { Manifest } from "../../render/manifest";
import { addToKubeconfig } from "../cluster/kubeconfig";
import { regionFiles } from "../cluster/state-files";
import { readFileIfPresent } from "../processes/atomic-file";
import { awaitReady } from "../processes/readiness";
import { startProcess } from "../processes/start";
import { container, podSchema } from "./container";
import type { ControlPlane } from "./control-plane";
import { inside, type Namespaces } from "./namespaces";
import { podNetwork } from "./network";
import { objectNamed } from "./region-objects";
import { httpProbe } from "./probe";
import type { Tunnel } from "./tunnel";

const NAMESPACE = "istio-system";
const ISTIOD = "istiod";

/** Filters that Istio's build of Envoy has, and Envoy's own has not. */
const WITHOUT_ISTIOS_FILTERS = {
  PILOT_ENABLE_ALPN_FILTER: "false",
  PILOT_ENABLE_METADATA_EXCHANGE: "false",
};

const READY_BOUND_MS = 60_000;
const READINESS_PORT = 8080;

const template = z.object({
  spec: z.object({ template: z.looseObject({ metadata: z.looseObject({}), spec: z.unknown() }) }),
});

export interface IstiodPlace {
  readonly namespaces: Namespaces;
  readonly directory: string;
  readonly api: ControlPlane;
  readonly tunnel: Tunnel;
  /** Of the control plane's pod. */
  readonly address: string;
}

/** Starts istiod from the Deployment that its chart makes, with the rights that its chart gives it. */
export async function startIstiod(
  binary: string,
  objects: readonly Manifest[],
  { namespaces, directory, api, tunnel, address }: IstiodPlace,
): Promise<void> {
  const { region } = api;
  const pod = podOf(objectNamed(objects, "Deployment", ISTIOD));
  const root = join(regionFiles(directory, region).folder, ISTIOD);
  const { args, environment } = await container(pod, "discovery", { root, address, api });

  const kubeconfig = join(root, "kubeconfig");
  const token = await api.token(NAMESPACE, pod.spec.serviceAccountName);
  const authority = (await readFileIfPresent(regionFiles(directory, region).authority)) ?? "";
  await addToKubeconfig(kubeconfig, [
    { name: region, server: api.server, authority, token, namespace: NAMESPACE },
  ]);
  const record = await startProcess(
    namespaces.processes,
    inside(
      namespaces,
      { pod: podNetwork(region, "control-plane") },
      {
        name: `${region}-${ISTIOD}`,
        command: binary,
        args: [...args, `--kubeconfig=${kubeconfig}`],
        workingDirectory: root,
        environment: { ...environment, ...WITHOUT_ISTIOS_FILTERS, KUBECONFIG: kubeconfig },
      },
    ),
  );
  const probe = httpProbe(tunnel, address, READINESS_PORT, "/ready");
  await awaitReady(namespaces.processes, record, probe, { timeoutMs: READY_BOUND_MS });
}

function podOf(deployment: Manifest) {
  const { metadata, spec } = template.parse(deployment).spec.template;
  return podSchema.parse({
    metadata: { ...metadata, name: ISTIOD, namespace: NAMESPACE },
    spec,
  });
}

/**
 * The objects of istiod's chart for a mesh of plain Envoys: what counts requests by Istio's labels is
 * one of the filters that those lack.
 */
export function withoutMetrics(objects: readonly Manifest[]): Manifest[] {
  return objects.map((object) => {
    if (object.kind !== "ConfigMap" || object.metadata.name !== "istio") return object;
    const data = configSchema.parse(object["data"]);
    const mesh = parse(data.mesh) as Record<string, unknown>;
    const providers = { ...(mesh["defaultProviders"] as object | undefined), metrics: [] };
    const changed = { ...mesh, defaultProviders: providers };
    return { ...object, data: { ...data, mesh: stringify(changed) } };
  });
}

const configSchema = z.looseObject({ mesh: z.string() });
