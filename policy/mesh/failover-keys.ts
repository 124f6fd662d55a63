import { ISTIO_NETWORKING } from "../reading/object";
import { trafficPolicies } from "../reading/traffic-policies";
import { meshRule } from "./mesh-rule";

export const failoverKeys = meshRule(
  ISTIO_NETWORKING,
  "DestinationRule",
  {
    id: "mesh-failover-keys",
    title: "Each label of failoverPriority stands there once",
    why: "Of a label that is repeated proxies take one value alone, so that the order is not the one that is written.",
    fix: "Give each tier a label of its own, such as tier2=in, tier1=in, tier0=in.",
    level: "mandatory",
    example: "localityLbSetting:\n  failoverPriority: [tier2=in, tier1=in, tier0=in]",
  },
  (field) =>
    trafficPolicies(field).flatMap((policy) => {
      const list = policy.field.at("loadBalancer", "localityLbSetting", "failoverPriority");
      const keys = list.texts.map((one) => one.split("=")[0] ?? one);
      const repeated = new Set(keys.filter((key, index) => keys.indexOf(key) !== index));
      return [...repeated].map((key) => `${list.path} repeats the label ${key}.`);
    }),
);
