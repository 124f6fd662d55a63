import type { Labels } from "../components/labels";
import {
  alternatives,
  contains,
  type LabelSelector,
  matches,
  meansSomebody,
  onlyValue,
  type Selector,
  selectorText,
} from "./label-selector";
import { NAMESPACE_NAME_LABEL, type Workload } from "./workloads";

/** Namespaces: one whose labels are known, or whichever a selector selects. */
export type Scope =
  | { readonly kind: "known"; readonly name: string; readonly labels: Labels }
  | { readonly kind: "selected"; readonly selector: Selector };

/**
 * Whoever a policy speaks of. A block of addresses never stands for pods: Kubernetes means it for
 * what is outside of the cluster.
 */
export type Peer =
  | { readonly kind: "anywhere" }
  | { readonly kind: "block"; readonly cidr: string; readonly except: readonly string[] }
  | { readonly kind: "pods"; readonly scope: Scope; readonly pods: Selector };

/** One end of a connection. */
export type Endpoint = Workload | Peer;

export const ANYWHERE: Peer = { kind: "anywhere" };

/**
 * How an endpoint is called, unique for each:
 * - `nephoran-system/weaviate`: the workload.
 * - `kube-system/kube-dns`: pods of a namespace that is not rendered, by the label `k8s-app` that
 *   Kubernetes' own parts carry.
 * - `nephoran-system/[app=a]`: pods with other labels, that are not rendered.
 * - `nephoran-system/*`: whatever pod there is, also one that is not rendered.
 * - `[team=a]/*`: in all namespaces with a label; `*` for the namespace: in all.
 * - `10.0.0.0/8 except 10.1.0.0/16`; `anywhere`: any address, any pod.
 */
export function endpointName(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case "workload":
      return `${endpoint.namespace}/${endpoint.name}`;
    case "anywhere":
      return "anywhere";
    case "block": {
      const { cidr, except } = endpoint;
      return except.length === 0 ? cidr : `${cidr} except ${[...except].sort().join(", ")}`;
    }
    case "pods": {
      const { scope, pods } = endpoint;
      if (scope.kind === "known") return `${scope.name}/${selectorText(pods)}`;
      const { selector } = scope;
      const namespace = onlyValue(selector, NAMESPACE_NAME_LABEL) ?? selectorText(selector);
      return `${namespace}/${onlyValue(pods, "k8s-app") ?? selectorText(pods)}`;
    }
  }
}

/** Whether all of `inner` is in `outer`. */
export function covers(outer: Peer, inner: Endpoint): boolean {
  switch (outer.kind) {
    case "anywhere":
      return true;
    case "block":
      return inner.kind === "block" && endpointName(inner) === endpointName(outer);
    case "pods":
      if (inner.kind === "workload") {
        const { namespace: name, namespaceLabels: labels } = inner;
        return (
          coversScope(outer.scope, { kind: "known", name, labels }) &&
          matches(outer.pods, inner.labels)
        );
      }
      return (
        inner.kind === "pods" &&
        coversScope(outer.scope, inner.scope) &&
        contains(outer.pods, inner.pods)
      );
  }
}

/** Whether a peer means pods of its own choice, and not all that there are. */
export const isNamed = (peer: Peer): boolean => peer.kind === "pods" && meansSomebody(peer.pods);

/** Whether a peer is a name for rendered workloads, and so nobody besides them. */
export const standsFor = (peer: Peer, workloads: readonly Workload[]): boolean =>
  peer.kind === "pods" &&
  peer.scope.kind === "known" &&
  isNamed(peer) &&
  workloads.some((workload) => covers(peer, workload));

/**
 * The namespaces that a `namespaceSelector` selects: those whose labels are known by name, where it
 * names them.
 */
export function selectedScopes(
  selector: LabelSelector,
  namespaces: ReadonlyMap<string, Labels>,
): Scope[] {
  return alternatives(selector).flatMap((alternative): Scope[] => {
    const allowed = alternative.get(NAMESPACE_NAME_LABEL);
    const name = allowed?.except === false ? allowed.values[0] : undefined;
    const labels = name === undefined ? undefined : namespaces.get(name);
    if (name === undefined || labels === undefined) {
      return [{ kind: "selected", selector: alternative }];
    }
    return matches(alternative, labels) ? [{ kind: "known", name, labels }] : [];
  });
}

function coversScope(outer: Scope, inner: Scope): boolean {
  if (outer.kind === "known") return inner.kind === "known" && inner.name === outer.name;
  return inner.kind === "known"
    ? matches(outer.selector, inner.labels)
    : contains(outer.selector, inner.selector);
}
