import { isExempt } from "../reading/exemption";
import { podOf } from "../reading/pods";
import type { ResourceRule } from "../rule";
import { meshExemptions } from "./exemptions";

const ID = "mesh-no-opt-out";
const INJECT = "sidecar.istio.io/inject";

export const noOptOut: ResourceRule = {
  id: ID,
  family: "mesh",
  kind: "resource",
  title: "No pod opts out of the mesh",
  why: "Without a sidecar a pod has no identity: nobody can name it, and it answers in plain text.",
  fix: `Remove ${INJECT} from the pod's labels and annotations.`,
  level: "mandatory",
  example: `template:\n  metadata:\n    labels: { app: weaviate }`,
  check(resource) {
    const pod = podOf(resource);
    if (pod === undefined || isExempt(meshExemptions, ID, resource)) return [];
    return ["labels", "annotations"].some(
      (place) => pod.metadata.at(place, INJECT).value === "false",
    )
      ? ["Its pods opt out of the mesh."]
      : [];
  },
};
