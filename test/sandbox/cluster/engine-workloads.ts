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

function template(app: string) {
  return {
    selector: { matchLabels: { app } },
    template: { metadata: { labels: { app } }, spec: POD_SPEC },
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

export function deployment(name: string, replicas: number) {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: { replicas, ...template(name) },
  };
}

export function service(name: string, spec: Record<string, unknown> = {}) {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
  };
}

export function statefulSet(name: string) {
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name },
    spec: {
      serviceName: name,
      replicas: 1,
      ...template(name),
      volumeClaimTemplates: [
        {
          metadata: { name: "data" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
        },
      ],
    },
  };
}

export function job(name: string) {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: { template: { spec: { ...POD_SPEC, restartPolicy: "Never" } } },
  };
}

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
