import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { GLOBAL_ROUTES } from "../../../routing/routes";
import { overridesConfigMap } from "../../../services/traffic-controller/overrides/config-map";
import type { Labels } from "../../labels";
import { namespaces } from "../../region-base/namespaces";
import { accountRights, leaseRules } from "../../workload/account-rights";
import { TRAFFIC_CONTROLLER } from "./names";

type Rule = k8s.types.input.rbac.v1.PolicyRule;

/** The one object that it writes, and what is told about it there. */
const routing: readonly Rule[] = [
  {
    apiGroups: ["networking.istio.io"],
    resources: ["virtualservices"],
    resourceNames: [GLOBAL_ROUTES],
    verbs: ["get", "patch"],
  },
  { apiGroups: ["events.k8s.io"], resources: ["events"], verbs: ["create"] },
];

/** By which its replicas agree on who of them writes, and what operators ask of it. */
const own: readonly Rule[] = [
  ...leaseRules(TRAFFIC_CONTROLLER),
  {
    apiGroups: [""],
    resources: ["configmaps"],
    resourceNames: [overridesConfigMap.name],
    verbs: ["get", "list", "watch"],
  },
];

/** Lets the controller do its work with the region's own API server, and nothing else. */
export function controllerRights(
  name: string,
  labels: Labels,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { system, global } = namespaces;
  const its = { account: TRAFFIC_CONTROLLER, labels };
  return [
    ...accountRights(`${name}-routing`, { ...its, namespace: system, rules: routing }, opts),
    ...accountRights(`${name}-own`, { ...its, namespace: global, rules: own }, opts),
  ];
}
