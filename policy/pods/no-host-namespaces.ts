import { podRule } from "./pod-rule";

const settings = ["hostNetwork", "hostPID", "hostIPC"] as const;

export const noHostNamespaces = podRule(
  {
    id: "pods-no-host-namespaces",
    title: "No pod shares the network, the processes or the memory of its node",
    why: "On the node's network no NetworkPolicy holds, and among its processes other pods' secrets can be read.",
    fix: "Remove hostNetwork, hostPID and hostIPC; reach other pods by their Services.",
    level: "mandatory",
    example: "spec:\n  hostNetwork: false\n  hostPID: false\n  hostIPC: false",
  },
  ({ spec }) =>
    settings
      .filter((setting) => spec.at(setting).value === true)
      .map((setting) => `Its pods have ${setting}.`),
);
