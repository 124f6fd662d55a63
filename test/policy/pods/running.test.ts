import { expect } from "chai";
import { livenessProbe } from "../../../policy/pods/liveness-probe";
import { memoryLimit } from "../../../policy/pods/memory-limit";
import { noBarePods } from "../../../policy/pods/no-bare-pods";
import { noIdleToken } from "../../../policy/pods/no-idle-token";
import { readOnlyRoot } from "../../../policy/pods/read-only-root";
import { readinessProbe } from "../../../policy/pods/readiness-probe";
import { requests } from "../../../policy/pods/requests";
import { podsRules } from "../../../policy/pods/rules";
import { scratchLimit } from "../../../policy/pods/scratch-limit";
import { problemsOf, resourceOf } from "../judge";
import { describeRules, REMOVED, type RuleCase } from "../rule-cases";
import { CONTAINER, deployment, POD } from "./fixtures";

const complies = [deployment] as const;

const own = [...CONTAINER, "securityContext"] as const;

const resources = [...CONTAINER, "resources"] as const;

const cases: readonly RuleCase[] = [
  {
    rule: readOnlyRoot,
    complies,
    breaks: [
      {
        at: [...own, "readOnlyRootFilesystem"],
        to: REMOVED,
        says: "Container app can write to its root file system.",
      },
    ],
    unknown: [...own, "readOnlyRootFilesystem"],
  },
  {
    rule: requests,
    complies,
    breaks: [
      {
        at: [...resources, "requests", "cpu"],
        to: REMOVED,
        says: "Container app requests no cpu.",
      },
      {
        at: [...resources, "requests"],
        to: REMOVED,
        says: "Container app requests no cpu and no memory.",
      },
    ],
    unknown: [...resources, "requests", "memory"],
  },
  {
    rule: memoryLimit,
    complies,
    breaks: [
      {
        at: [...resources, "limits", "memory"],
        to: REMOVED,
        says: "Container app has no limit of memory.",
      },
    ],
    unknown: [...resources, "limits"],
  },
  {
    rule: scratchLimit,
    complies,
    breaks: [
      {
        at: [...resources, "limits", "ephemeral-storage"],
        to: REMOVED,
        says: "Container app has no limit of scratch space (ephemeral-storage).",
      },
    ],
    unknown: [...resources, "limits", "ephemeral-storage"],
  },
  {
    rule: readinessProbe,
    complies,
    breaks: [
      {
        at: [...CONTAINER, "readinessProbe"],
        to: REMOVED,
        says: "Container app has no readinessProbe.",
      },
      {
        at: [...POD, "initContainers"],
        to: [{ name: "sidecar", restartPolicy: "Always" }],
        says: "Container sidecar has no readinessProbe.",
      },
    ],
    unknown: [...CONTAINER, "readinessProbe"],
  },
  {
    rule: livenessProbe,
    complies,
    breaks: [
      {
        at: [...CONTAINER, "livenessProbe"],
        to: REMOVED,
        says: "Container app has no livenessProbe.",
      },
    ],
    unknown: [...CONTAINER, "livenessProbe"],
  },
  {
    rule: noBarePods,
    complies,
    breaks: [],
    unknown: { harmless: [...CONTAINER, "image"], because: "the type alone decides" },
  },
  {
    rule: noIdleToken,
    complies,
    breaks: [
      {
        at: [...POD, "automountServiceAccountToken"],
        to: true,
        says: "Its pods have a token of shop/app, which has no rights to use it for.",
      },
      {
        at: [...POD, "automountServiceAccountToken"],
        to: REMOVED,
        says: "Its pods have a token of shop/app, which has no rights to use it for.",
      },
    ],
    unknown: [...POD, "automountServiceAccountToken"],
  },
];

describe("pods that run, as rules", () => {
  describeRules(cases);

  it("lets pods have a token that work with the API server", () => {
    const { type, name, inputs } = deployment;
    const pods = resourceOf(type, name, {
      ...inputs,
      spec: { template: { spec: { serviceAccountName: "app", containers: [] } } },
    });
    const binding = resourceOf("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "binding", {
      metadata: { name: "app", namespace: "shop" },
      subjects: [{ kind: "ServiceAccount", name: "app" }],
    });
    expect(problemsOf(noIdleToken, [pods], "us-east-1")).to.have.length(1);
    expect(problemsOf(noIdleToken, [pods, binding], "us-east-1")).to.deep.equal([]);
  });

  it("takes no pod that nothing replaces", () => {
    const pod = resourceOf("kubernetes:core/v1:Pod", "debug", {
      metadata: { name: "debug", namespace: "shop" },
      spec: {},
    });
    expect(problemsOf(noBarePods, [pod], "us-east-1")).to.deep.equal([
      "Nothing replaces this pod when its node fails.",
    ]);
  });

  it("exempts a workload by its kind and its name, from the rules that are named alone", () => {
    const cni = (kind: string, namespace: string) =>
      resourceOf(`kubernetes:apps/v1:${kind}`, "cni", {
        metadata: { name: "istio-cni-node", namespace },
        spec: {
          template: {
            spec: {
              hostNetwork: true,
              containers: [{ name: "cni", securityContext: { runAsUser: 0 } }],
            },
          },
        },
      });
    const ids = (kind: string, namespace: string): string[] =>
      podsRules
        .filter((rule) => problemsOf(rule, [cni(kind, namespace)], "us-east-1").length > 0)
        .map(({ id }) => id);
    expect(ids("DaemonSet", "kube-system")).to.include("pods-no-host-namespaces");
    expect(ids("DaemonSet", "kube-system")).not.to.include("pods-no-root-user");
    expect(ids("DaemonSet", "nephoran-system")).to.include("pods-no-root-user");
    expect(ids("Deployment", "kube-system")).to.include("pods-no-root-user");
  });
});
