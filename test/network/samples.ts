import type { Labels } from "../../components/labels";
import { networkGraph } from "../../network/graph";
import type { Manifest } from "../../render/manifest";

/** A port of a container. */
export interface SamplePort {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: string;
}

/** A namespace with labels of its own. */
export const namespace = (name: string, labels: Labels = {}): Manifest => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels } as Manifest["metadata"],
});

/** The pod template of a workload. */
export const template = (labels: Labels, ports: readonly SamplePort[] = []) => ({
  metadata: { labels },
  spec: { containers: [{ name: "main", ports }] },
});

/** A workload whose pods carry `app: NAME`, unless told otherwise. */
export const deployment = (
  at: string,
  name: string,
  labels: Labels = { app: name },
  ports: readonly SamplePort[] = [],
): Manifest => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace: at },
  spec: { template: template(labels, ports) },
});

/** A policy that says why. */
export const policy = (
  at: string,
  name: string,
  spec: object,
  reason = `For ${name}.`,
): Manifest => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: {
    name,
    namespace: at,
    annotations: { "nephoran.io/reason": reason },
  },
  spec,
});

/** Closes a namespace both ways. */
export const denyAll = (at: string): Manifest =>
  policy(at, "default-deny", { podSelector: {}, policyTypes: ["Ingress", "Egress"] }, "");

/** A selector of one value of the label `app`. */
export const app = (name: string) => ({ matchLabels: { app: name } });

/** A peer by one value of the label `app`, in the policy's own namespace. */
export const pods = (name: string) => ({ podSelector: app(name) });

/** Lets the pods of an app out; `NAME-out`. */
export const out = (name: string, to: object[], ports?: object[], at = "n"): Manifest =>
  policy(at, `${name}-out`, {
    podSelector: app(name),
    policyTypes: ["Egress"],
    egress: [{ to, ...(ports && { ports }) }],
  });

/** Lets others in to the pods of an app; `NAME-in`. */
export const into = (name: string, from: object[], ports?: object[], at = "n"): Manifest =>
  policy(at, `${name}-in`, {
    podSelector: app(name),
    policyTypes: ["Ingress"],
    ingress: [{ from, ...(ports && { ports }) }],
  });

/** The namespace `n`, closed both ways. */
export const closed = [namespace("n"), denyAll("n")];

/** Two workloads in it. */
export const [a, b] = [deployment("n", "a"), deployment("n", "b")];

/** The edges between objects as `FROM > TO PORTS`. */
export const edges = (...objects: Manifest[]): string[] =>
  networkGraph(objects).edges.map(({ from, to, ports }) => `${from} > ${to} ${ports.join(", ")}`);

/** The same, without repetition. */
export const summary = (...objects: Manifest[]): string[] =>
  networkGraph(objects).summary.map(({ from, to, ports }) => `${from} > ${to} ${ports.join(", ")}`);
