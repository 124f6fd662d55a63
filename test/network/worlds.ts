import fc from "fast-check";
import { protocols } from "../../network/ports";
import type { Manifest } from "../../render/manifest";
import type { Expression, Peer, Pod, Policy, PolicySpec, Port, Probe, Selector } from "./reference";
import { deployment, namespace, policy } from "./samples";

const NAME = "kubernetes.io/metadata.name";
const namespaces = {
  a: { env: "1", [NAME]: "a" },
  b: { env: "2", [NAME]: "b" },
};
type Namespace = keyof typeof namespaces;

/** The ports that are tried: every one that a rule can open, and one to each side. */
export const probes: Probe[] = [
  ...[79, 80, 81, 82, 83].map((port) => ({ protocol: "TCP", port })),
  ...[80, 82].map((port) => ({ protocol: "UDP", port })),
  { protocol: "SCTP", port: 1 },
];

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 4 });

const selectorOver = (values: Record<string, string[]>): fc.Arbitrary<Selector> => {
  const expressions = Object.entries(values).flatMap(([key, known]): fc.Arbitrary<Expression>[] => [
    fc.record({
      key: fc.constant(key),
      operator: fc.constantFrom("In" as const, "NotIn" as const),
      values: fc.subarray(known, { minLength: 1 }),
    }),
    fc.record({
      key: fc.constant(key),
      operator: fc.constantFrom("Exists" as const, "DoesNotExist" as const),
    }),
  ]);
  const labels = Object.entries(values).flatMap(([key, known]) =>
    known.map((value): Selector => ({ matchLabels: { [key]: value } })),
  );
  const written = fc
    .array(fc.oneof(...expressions), { minLength: 1, maxLength: 2 })
    .map((matchExpressions) => ({ matchExpressions }));
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant({}) },
    { weight: 4, arbitrary: fc.constantFrom(...labels) },
    { weight: 2, arbitrary: written },
  );
};

/** `3` is what no rendered pod carries. */
const podSelector = selectorOver({ x: ["1", "2", "3"], y: ["1", "3"] });
const namespaceSelector = selectorOver({ env: ["1", "2", "3"], [NAME]: ["a", "b", "c"] });

const peer: fc.Arbitrary<Peer> = fc.oneof(
  { weight: 4, arbitrary: podSelector.map((pods) => ({ podSelector: pods })) },
  { weight: 2, arbitrary: namespaceSelector.map((scope) => ({ namespaceSelector: scope })) },
  { weight: 3, arbitrary: fc.record({ podSelector, namespaceSelector }) },
  { weight: 1, arbitrary: fc.constant({ ipBlock: { cidr: "10.0.0.0/8" } }) },
);
const port: fc.Arbitrary<Port> = fc.oneof(
  fc.record({ port: fc.constantFrom(80, 81) }),
  fc.record({
    protocol: fc.constantFrom("TCP", "UDP"),
    port: fc.constantFrom(80, 81),
    endPort: fc.constantFrom(81, 82),
  }),
  fc.record({ protocol: fc.constantFrom("TCP", "UDP"), port: fc.constantFrom("web", "rpc") }),
  fc.record({ protocol: fc.constantFrom(...protocols) }),
);
/** JSON drops what is undefined, as rendering does. */
const present = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Most rules name peers, and half of them leave the ports open. */
const rules = (side: "from" | "to") =>
  fc.array(
    fc
      .tuple(
        fc.oneof(
          { weight: 6, arbitrary: fc.array(peer, { minLength: 1, maxLength: 3, size: "max" }) },
          { weight: 1, arbitrary: fc.constantFrom(undefined, []) },
        ),
        fc.option(fc.array(port, { maxLength: 2 }), { nil: undefined, freq: 2 }),
      )
      .map(([peers, ports]) => present({ [side]: peers, ports })),
    { maxLength: 2, size: "max" },
  );
type Types = ("Ingress" | "Egress")[];
const policyAt: fc.Arbitrary<Policy> = fc.record({
  namespace: fc.constantFrom("a", "a", "a", "b"),
  spec: fc
    .record({
      podSelector: fc.oneof(fc.constant({}), podSelector),
      policyTypes: optional(
        fc.constantFrom<Types[]>([], ["Ingress"], ["Egress"], ["Ingress", "Egress"]),
      ),
      ingress: optional(rules("from")),
      egress: optional(rules("to")),
    })
    .map((spec) => present(spec) as PolicySpec),
});

const podIn = (
  at: string,
  namespaceLabels: Record<string, string>,
  values: string[],
  required: ("x" | "y")[] = [],
): fc.Arbitrary<Pod> =>
  fc.record({
    namespace: fc.constant(at),
    namespaceLabels: fc.constant(namespaceLabels),
    labels: fc.record(
      { x: fc.constantFrom(...values), y: fc.constantFrom(...values) },
      { requiredKeys: required },
    ),
    ports: fc.array(
      fc.record({
        name: fc.constantFrom("web", "rpc"),
        containerPort: fc.constantFrom(80, 82),
        protocol: fc.constantFrom("TCP", "UDP"),
      }),
      { maxLength: 1 },
    ),
  });
const known = (at: Namespace, values: string[], required: ("x" | "y")[] = []) =>
  podIn(at, namespaces[at], values, required);
const rendered = fc.oneof(
  { weight: 3, arbitrary: known("a", ["1", "2"], ["x"]) },
  { weight: 1, arbitrary: known("b", ["1", "2"]) },
);
/** A pod that somebody adds, in a namespace of the region's or in another. */
export const stranger = fc
  .oneof(
    known("a", ["3"]),
    known("b", ["3"]),
    podIn("c", { [NAME]: "c" }, ["1", "3"]),
    podIn("c", { [NAME]: "c", env: "3" }, ["1", "3"]),
  )
  .map((pod) => ({ ...pod, ports: [] }));

/** Pods and policies of two namespaces. */
export const world = fc.record({
  pods: fc.array(rendered, { minLength: 1, maxLength: 3, size: "max" }),
  policies: fc.array(policyAt, { minLength: 2, maxLength: 5, size: "max" }),
});
export type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** A world as it is rendered; the pods' workloads are w0, w1 and so on. */
export const objectsOf = ({ pods, policies }: World): Manifest[] => [
  ...Object.entries(namespaces).map(([name, { env }]) => namespace(name, { env })),
  ...pods.map((pod, index) => deployment(pod.namespace, `w${index}`, pod.labels, pod.ports)),
  ...policies.map((one, index) => policy(one.namespace, `p${index}`, one.spec)),
];
