/** A pod that Pod Security `restricted` admits. Nothing pulls its image. */
const POD_SPEC = {
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 1000,
    seccompProfile: { type: "RuntimeDefault" },
  },
  containers: [
    {
      name: "main",
      image: "registry.example/sample:1",
      ports: [{ containerPort: 8080 }],
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    },
  ],
};

function template(app: string, change: Record<string, unknown> = {}) {
  return {
    selector: { matchLabels: { app } },
    template: { metadata: { labels: { app } }, spec: { ...POD_SPEC, ...change } },
  };
}

export const NAMESPACE = {
  apiVersion: "v1",
  kind: "Namespace",
  metadata: {
    name: "nephoran-system",
    labels: { "pod-security.kubernetes.io/enforce": "restricted" },
  },
};

export function deployment(name: string, replicas: number, pod: Record<string, unknown> = {}) {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: { replicas, ...template(name, pod) },
  };
}

/** What a pod needs to be placed in the edge pool and nowhere else. */
export const ON_EDGE = {
  nodeSelector: { "nephoran.io/node-pool": "edge" },
  tolerations: [{ key: "nephoran.io/node-pool", value: "edge", effect: "NoSchedule" }],
};

/** Containers that ask for so many cores. */
export function containersOf(cpu: string) {
  return POD_SPEC.containers.map((container) => ({
    ...container,
    resources: { requests: { cpu } },
  }));
}

export function service(name: string, spec: Record<string, unknown> = {}) {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
  };
}

const CLAIM_SPEC = {
  accessModes: ["ReadWriteOnce"],
  resources: { requests: { storage: "1Gi" } },
};

/** Has a claim `data` of 1Gi for each of its pods, which start all at once. */
export function statefulSet(name: string, replicas: number) {
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name },
    spec: {
      serviceName: name,
      replicas,
      podManagementPolicy: "Parallel",
      ...template(name, {
        topologySpreadConstraints: [
          {
            topologyKey: "topology.kubernetes.io/zone",
            maxSkew: 1,
            whenUnsatisfiable: "DoNotSchedule",
            labelSelector: { matchLabels: { app: name } },
          },
        ],
      }),
      volumeClaimTemplates: [{ metadata: { name: "data" }, spec: CLAIM_SPEC }],
    },
  };
}

/** A claim for 1Gi of the default StorageClass. */
export function claim(name: string) {
  return { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name }, spec: CLAIM_SPEC };
}

const JOB_SPEC = { template: { spec: { ...POD_SPEC, restartPolicy: "Never" } } };

export function job(name: string) {
  return { apiVersion: "batch/v1", kind: "Job", metadata: { name }, spec: JOB_SPEC };
}

/** Would run every minute if it were not suspended. */
export function suspendedCronJob(name: string) {
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name },
    spec: { schedule: "* * * * *", suspend: true, jobTemplate: { spec: JOB_SPEC } },
  };
}

/** Pods of this class wait until there is room, and make way for any other. */
export const MAY_WAIT = {
  apiVersion: "scheduling.k8s.io/v1",
  kind: "PriorityClass",
  metadata: { name: "may-wait" },
  value: -1_000,
  preemptionPolicy: "Never",
};

/** Pods of this class go before those of any other. */
export const MAY_NOT_WAIT = {
  apiVersion: "scheduling.k8s.io/v1",
  kind: "PriorityClass",
  metadata: { name: "may-not-wait" },
  value: 1_000_000,
};

/** Two pods that may wait, and as many others as there is room for. */
export const TWO_MAY_WAIT = {
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "two-may-wait" },
  spec: {
    hard: { pods: "2", "requests.cpu": "16" },
    scopeSelector: {
      matchExpressions: [{ scopeName: "PriorityClass", operator: "In", values: ["may-wait"] }],
    },
  },
};

/** A pod that asks for what `restricted` forbids. */
export const PRIVILEGED_POD = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "privileged" },
  spec: {
    containers: [
      { name: "main", image: "registry.example/sample:1", securityContext: { privileged: true } },
    ],
  },
};

/** Forbids ConfigMaps that say so, and nothing else. */
export const ADMISSION_POLICY = [
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: "no-forbidden" },
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: [""],
            apiVersions: ["v1"],
            operations: ["CREATE"],
            resources: ["configmaps"],
          },
        ],
      },
      validations: [
        {
          expression: "!has(object.data) || !('forbidden' in object.data)",
          message: "it says that it is forbidden",
        },
      ],
    },
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: "no-forbidden" },
    spec: { policyName: "no-forbidden", validationActions: ["Deny"] },
  },
];
