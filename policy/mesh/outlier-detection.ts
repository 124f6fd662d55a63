import { ISTIO_NETWORKING } from "../reading/object";
import { trafficPolicies } from "../reading/traffic-policies";
import { meshRule } from "./mesh-rule";

export const outlierDetection = meshRule(
  ISTIO_NETWORKING,
  "DestinationRule",
  {
    id: "mesh-outlier-detection",
    title: "Who fails over notices failures",
    why: "Without outlierDetection proxies take every endpoint for healthy, and never fail over.",
    fix: "Add outlierDetection beside the localityLbSetting.",
    level: "mandatory",
    example: "trafficPolicy:\n  outlierDetection: { consecutiveGatewayErrors: 3, interval: 1s }",
  },
  (field) =>
    trafficPolicies(field)
      .filter((one) => {
        const locality = one.field.at("loadBalancer", "localityLbSetting");
        return ["failover", "failoverPriority"].some((way) => locality.at(way).items.length > 0);
      })
      .filter((one) => one.field.at("outlierDetection").entries.length === 0)
      .map((one) => `${one.field.path} fails over without noticing failures.`),
);
