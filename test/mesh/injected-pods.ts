import { EASTWEST_GATEWAY } from "../../components/istio-mesh/names";
import { namespacesInMesh } from "../../components/region-base/namespaces";
import type { Manifest } from "../../render/manifest";
import { injected } from "../../sandbox/mesh/injection";
import { type Mesh, noAddresses } from "../../sandbox/mesh/mesh";
import { allObjects, regionObjects } from "../../sandbox/mesh/region-objects";
import type { RunningRegion } from "../../sandbox/mesh/start-region";
import { podsOf } from "../manifests/rendered";
import { shippedProject } from "../shipped-project";

/** Whether istiod's webhook is asked about a pod. */
export const isInMesh = ({ metadata }: Manifest): boolean =>
  metadata.name === EASTWEST_GATEWAY ||
  namespacesInMesh.some((namespace) => namespace === metadata.namespace);

/** A region's objects, and the pods of its mesh as the webhook of its own istiod makes them. */
export async function meshPods(
  { binaries, tunnel }: Mesh,
  { config, addresses }: RunningRegion,
): Promise<{ readonly objects: readonly Manifest[]; readonly after: readonly Manifest[] }> {
  const made = await regionObjects(binaries.helm, shippedProject.name, config, noAddresses(config));
  const objects = allObjects(made);
  const injector = {
    tunnel,
    address: addresses["control-plane"],
    roots: config.meshCa?.roots ?? "",
  };
  const pods = podsOf(objects).filter(isInMesh);
  return { objects, after: await Promise.all(pods.map((pod) => injected(pod, injector))) };
}
