/**
 * NetworkPolicies read word for word, pod by pod and port by port, without any of the code that is
 * tested: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1
 */

export interface Expression {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values?: readonly string[];
}
export interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly Expression[];
}
export interface Peer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string };
}
export interface Port {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}
export interface PolicySpec {
  readonly podSelector: Selector;
  readonly policyTypes?: readonly ("Ingress" | "Egress")[];
  readonly ingress?: readonly {
    readonly from?: readonly Peer[];
    readonly ports?: readonly Port[];
  }[];
  readonly egress?: readonly { readonly to?: readonly Peer[]; readonly ports?: readonly Port[] }[];
}
export interface Policy {
  readonly namespace: string;
  readonly spec: PolicySpec;
}

/** A pod as it runs. */
export interface Pod {
  readonly namespace: string;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly { name: string; containerPort: number; protocol: string }[];
}

/** A port that somebody tries. */
export interface Probe {
  readonly protocol: string;
  readonly port: number;
}

/**
 * What one end says to a try: nobody isolates it, a rule admits it, a rule admits it and lists a
 * label of the other end, or neither.
 */
export type Answer = "not isolated" | "admitted" | "meant" | "refused";

/** What `from` says to a connection that it wants to make. */
export function egress(policies: readonly Policy[], from: Pod, to: Pod, probe: Probe): Answer {
  const isolating = selecting(policies, from).filter(({ spec }) =>
    spec.policyTypes === undefined || spec.policyTypes.length === 0
      ? (spec.egress ?? []).length > 0
      : spec.policyTypes.includes("Egress"),
  );
  return answer(isolating, to, ({ spec }) =>
    (spec.egress ?? []).filter(({ ports }) => opens(ports, to, probe)).map((rule) => rule.to ?? []),
  );
}

/** What `to` says to a connection that is made to it. */
export function ingress(policies: readonly Policy[], from: Pod, to: Pod, probe: Probe): Answer {
  const isolating = selecting(policies, to).filter(
    ({ spec: { policyTypes = [] } }) => policyTypes.length === 0 || policyTypes.includes("Ingress"),
  );
  return answer(isolating, from, ({ spec }) =>
    (spec.ingress ?? [])
      .filter(({ ports }) => opens(ports, to, probe))
      .map((rule) => rule.from ?? []),
  );
}

function answer(
  isolating: readonly Policy[],
  other: Pod,
  peersOf: (policy: Policy) => readonly (readonly Peer[])[],
): Answer {
  if (isolating.length === 0) return "not isolated";
  let best: Answer = "refused";
  for (const policy of isolating) {
    for (const peers of peersOf(policy)) {
      if (peers.length === 0 && best === "refused") best = "admitted";
      for (const peer of peers) {
        if (!isPeer(peer, policy.namespace, other)) continue;
        if (listsALabel(peer.podSelector)) best = "meant";
        else if (best === "refused") best = "admitted";
      }
    }
  }
  return best;
}

const selecting = (policies: readonly Policy[], pod: Pod): Policy[] =>
  policies.filter(
    ({ namespace, spec }) => namespace === pod.namespace && selects(spec.podSelector, pod.labels),
  );

function isPeer(peer: Peer, policyNamespace: string, pod: Pod): boolean {
  if (peer.ipBlock !== undefined) return false;
  const inNamespace =
    peer.namespaceSelector === undefined
      ? pod.namespace === policyNamespace
      : selects(peer.namespaceSelector, pod.namespaceLabels);
  return inNamespace && (peer.podSelector === undefined || selects(peer.podSelector, pod.labels));
}

function opens(ports: readonly Port[] | undefined, target: Pod, probe: Probe): boolean {
  if (ports === undefined || ports.length === 0) return true;
  return ports.some(({ protocol = "TCP", port, endPort }) => {
    if (protocol !== probe.protocol) return false;
    if (port === undefined) return true;
    if (typeof port === "number") return port <= probe.port && probe.port <= (endPort ?? port);
    return target.ports.some(
      (own) => own.name === port && own.protocol === protocol && own.containerPort === probe.port,
    );
  });
}

const listsALabel = ({ matchLabels = {}, matchExpressions = [] }: Selector = {}): boolean =>
  Object.keys(matchLabels).length > 0 || matchExpressions.some(({ operator }) => operator === "In");

function selects(selector: Selector, labels: Readonly<Record<string, string>>): boolean {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    if (labels[key] !== value) return false;
  }
  for (const { key, operator, values = [] } of selector.matchExpressions ?? []) {
    const own = labels[key];
    const isListed = own !== undefined && values.includes(own);
    if (operator === "In" && !isListed) return false;
    if (operator === "NotIn" && isListed) return false;
    if (operator === "Exists" && own === undefined) return false;
    if (operator === "DoesNotExist" && own !== undefined) return false;
  }
  return true;
}
