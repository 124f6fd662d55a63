import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Region } from "../../config/topology";
import { scrapedNamespaces } from "../../monitoring/scrape-jobs";
import { regionLabels } from "../labels";
import { namespaces } from "../region-base/namespaces";
import { monitoring } from "./names";
import { namespacedRights } from "./namespaced-rights";

const LOOK = ["get", "list", "watch"];

/**
 * What the region's Prometheus may see of the cluster: pods where it scrapes, and of nodes their
 * addresses and the metrics of their kubelets.
 */
export function discoveryRights(
  name: string,
  region: Region,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const labels = regionLabels(region);
  const account = monitoring.prometheus;
  const metadata = { name: `nephoran-${account}`, labels };
  const nodes = new k8s.rbac.v1.ClusterRole(
    `${name}-nodes`,
    {
      metadata,
      rules: [
        { apiGroups: [""], resources: ["nodes"], verbs: LOOK },
        { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
      ],
    },
    opts,
  );
  return [
    ...namespacedRights(
      name,
      {
        account,
        labels,
        namespaces: scrapedNamespaces,
        rules: [{ apiGroups: [""], resources: ["pods"], verbs: LOOK }],
      },
      opts,
    ),
    nodes,
    new k8s.rbac.v1.ClusterRoleBinding(
      `${name}-nodes`,
      {
        metadata,
        roleRef: {
          apiGroup: "rbac.authorization.k8s.io",
          kind: "ClusterRole",
          name: metadata.name,
        },
        subjects: [{ kind: "ServiceAccount", name: account, namespace: namespaces.global }],
      },
      { ...opts, dependsOn: nodes },
    ),
  ];
}
