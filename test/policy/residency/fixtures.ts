import { resourceOf } from "../judge";

/** How a rule ends that finds something out of the zone of eu-west-1. */
export const OUTSIDE = "outside of the zone eu (eu-west-1).";

/** Where the container of {@link workload} stands. */
export const CONTAINER = "spec.template.spec.containers[0]";

export const SECRET = "kubernetes:core/v1:Secret";

/** A Deployment of one container. */
export const workload = (container: object, podSpec: object = {}) =>
  resourceOf("kubernetes:apps/v1:Deployment", "workload", {
    spec: { template: { spec: { containers: [{ name: "main", ...container }], ...podSpec } } },
  });
