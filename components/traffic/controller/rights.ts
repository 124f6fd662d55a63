import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { GLOBAL_ROUTES } from "../../../routing/routes";
import { overridesConfigMap } from "../../../services/traffic-controller/overrides/config-map";
import type { Labels } from "../../labels";
import { namespaces } from "../../region-base/namespaces";
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
  // RBAC knows no names for what is yet to be made.
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create"] },
  {
    apiGroups: ["coordination.k8s.io"],
    resources: ["leases"],
    resourceNames: [TRAFFIC_CONTROLLER],
    verbs: ["get", "update", "patch"],
  },
  {
    apiGroups: [""],
    resources: ["configmaps"],
    resourceNames: [overridesConfigMap.name],
    verbs: ["get", "list", "watch"],
  },
];

/** Lets the controller do its work with the region's own API server, and nothing else. */
export const controllerRights = (
  name: string,
  labels: Labels,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] => [
  ...granted(`${name}-routing`, namespaces.system, routing, labels, opts),
  ...granted(`${name}-own`, namespaces.global, own, labels, opts),
];

function granted(
  resource: string,
  namespace: string,
  rules: readonly Rule[],
  labels: Labels,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const metadata = { name: TRAFFIC_CONTROLLER, namespace, labels };
  return [
    new k8s.rbac.v1.Role(`${resource}-role`, { metadata, rules: [...rules] }, opts),
    new k8s.rbac.v1.RoleBinding(
      `${resource}-binding`,
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: TRAFFIC_CONTROLLER },
        subjects: [
          { kind: "ServiceAccount", name: TRAFFIC_CONTROLLER, namespace: namespaces.global },
        ],
      },
      opts,
    ),
  ];
}
