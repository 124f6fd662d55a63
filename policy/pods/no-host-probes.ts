import type { Field } from "../reading/field";
import { containerRule } from "./pod-rule";

/** Who asks for something on a container's behalf: `host` there has the node ask elsewhere. */
const askers = [
  ["livenessProbe"],
  ["readinessProbe"],
  ["startupProbe"],
  ["lifecycle", "postStart"],
  ["lifecycle", "preStop"],
] as const;

export const noHostProbes = containerRule(
  {
    id: "pods-no-host-probes",
    title: "Probes and hooks ask the pod itself",
    why: "The kubelet asks from the node's network, so that a probe of another host reaches what no pod may.",
    fix: "Remove `host` from probes and lifecycle hooks: left out, it is the pod's own address.",
    level: "mandatory",
    example: "readinessProbe:\n  httpGet: { path: /healthz, port: http }",
  },
  ({ field }) => {
    const host = askers.flatMap((asker) => hostsOf(field.at(...asker)))[0];
    return host === undefined ? undefined : `has the node ask ${host}.`;
  },
);

const hostsOf = (asker: Field): string[] =>
  ["httpGet", "tcpSocket"].flatMap((way) => asker.at(way, "host").text || []);
