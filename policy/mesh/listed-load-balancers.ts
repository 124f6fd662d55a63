import { nameOf } from "../reading/object";
import { meshRule } from "./mesh-rule";

export const listedLoadBalancers = meshRule(
  "",
  "Service",
  {
    id: "mesh-listed-load-balancers",
    title: "Only listed Services ask the cloud for a load balancer",
    why: "Each load balancer is an entry from the world that passes no gateway, and is paid for by the hour.",
    fix: "Route it by the gateway, or add the Service to `loadBalancers` in the pack's configuration.",
    level: "mandatory",
    example: "spec:\n  type: ClusterIP",
  },
  (field, { config }, resource) =>
    field.at("spec", "type").value === "LoadBalancer" &&
    !config.loadBalancers.includes(nameOf(resource))
      ? [`It asks for a load balancer; listed are ${config.loadBalancers.join(", ")}.`]
      : [],
);
