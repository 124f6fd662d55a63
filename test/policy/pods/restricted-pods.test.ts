import { noHostNamespaces } from "../../../policy/pods/no-host-namespaces";
import { noHostPaths } from "../../../policy/pods/no-host-paths";
import { noHostPorts } from "../../../policy/pods/no-host-ports";
import { noHostProbes } from "../../../policy/pods/no-host-probes";
import { noHostProcess } from "../../../policy/pods/no-host-process";
import { restrictedNamespaces } from "../../../policy/pods/restricted-namespaces";
import { safeSysctls } from "../../../policy/pods/safe-sysctls";
import { volumeTypes } from "../../../policy/pods/volume-types";
import { describeRules, type RuleCase } from "../rule-cases";
import { CONTAINER, deployment, POD } from "./fixtures";

const own = [...CONTAINER, "securityContext"] as const;

const ofPod = [...POD, "securityContext"] as const;

const complies = [deployment] as const;

const cases: readonly RuleCase[] = [
  {
    rule: noHostProcess,
    complies,
    breaks: [
      {
        at: [...own, "windowsOptions"],
        to: { hostProcess: true },
        says: "Container app is a process of its host.",
      },
      {
        at: [...ofPod],
        to: { windowsOptions: { hostProcess: true } },
        says: "Its pods are processes of their host.",
      },
    ],
    unknown: [...ofPod],
  },
  {
    rule: noHostNamespaces,
    complies,
    breaks: ["hostNetwork", "hostPID", "hostIPC"].map((setting) => ({
      at: [...POD, setting],
      to: true,
      says: `Its pods have ${setting}.`,
    })),
    unknown: [...POD, "hostPID"],
  },
  {
    rule: noHostPorts,
    complies,
    breaks: [
      {
        at: [...CONTAINER, "ports", 0, "hostPort"],
        to: 8080,
        says: "Container app listens on port 8080 of its node.",
      },
    ],
    unknown: [...CONTAINER, "ports", 0, "hostPort"],
  },
  {
    rule: noHostProbes,
    complies,
    breaks: [
      {
        at: [...CONTAINER, "livenessProbe", "httpGet", "host"],
        to: "169.254.169.254",
        says: "Container app has the node ask 169.254.169.254.",
      },
      {
        at: [...CONTAINER, "lifecycle"],
        to: { preStop: { tcpSocket: { host: "db", port: 1 } } },
        says: "Container app has the node ask db.",
      },
    ],
    unknown: [...CONTAINER, "readinessProbe", "httpGet", "host"],
  },
  {
    rule: noHostPaths,
    complies,
    breaks: [
      {
        at: [...POD, "volumes"],
        to: [{ name: "logs", hostPath: { path: "/var/log" } }],
        says: "Volume logs is /var/log of the node.",
      },
    ],
    unknown: [...POD, "volumes"],
  },
  {
    rule: volumeTypes,
    complies,
    breaks: [
      {
        at: [...POD, "volumes"],
        to: [{ name: "data", nfs: { server: "files", path: "/" } }],
        says: "Volume data is of the kind nfs.",
      },
    ],
    unknown: [...POD, "volumes"],
  },
  {
    rule: safeSysctls,
    complies,
    breaks: [
      {
        at: [...ofPod],
        to: { sysctls: [{ name: "kernel.msgmax", value: "1" }] },
        says: "Its pods set kernel.msgmax of the kernel.",
      },
    ],
    unknown: [...ofPod],
  },
  {
    rule: restrictedNamespaces,
    complies: [
      {
        type: "kubernetes:core/v1:Namespace",
        name: "shop",
        inputs: {
          metadata: {
            name: "shop",
            labels: { "pod-security.kubernetes.io/enforce": "restricted" },
          },
        },
      },
    ],
    breaks: [
      {
        at: ["metadata", "labels", "pod-security.kubernetes.io/enforce"],
        to: "baseline",
        says: "It holds its pods to `baseline`.",
      },
      { at: ["metadata", "labels"], to: {}, says: "It holds its pods to nothing." },
    ],
    unknown: ["metadata", "labels"],
  },
];

describe("Pod Security Standards for pods, as rules", () => {
  describeRules(cases);
});
