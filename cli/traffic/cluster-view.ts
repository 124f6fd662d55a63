import { z } from "zod";
import type { Topology } from "../../config/topology";
import { bindingsOf } from "../../routing/bindings";
import { GLOBAL_ROUTES, type Weights } from "../../routing/routes";
import { observedRoutes } from "../../services/traffic-controller/controller/observed-routes";
import type { Kubectl } from "./kubectl";
import { type ObservedList, observeList } from "./override-list";

/** What one cluster has that is about traffic. */
export interface ClusterView {
  readonly region: string;
  readonly served: Served;
  readonly list: ObservedList;
  /** Pod that leads, as the Lease says; absent: nobody, or it could not be read. */
  readonly leader?: string;
}

/** How an entry's requests are shared out. */
export type Served =
  | { readonly state: "unread"; readonly why: string }
  /** The routes hold no row that sums to 100 over these regions. */
  | { readonly state: "foreign" }
  | { readonly state: "row"; readonly weights: Weights };

const virtualService = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string() }),
  spec: z.looseObject({ http: z.unknown() }).optional(),
});

/** Asks a cluster; what it does not answer is part of the view. */
export async function viewOf(kubectl: Kubectl, topology: Topology): Promise<ClusterView> {
  const [served, list, leader] = await Promise.all([
    servedBy(kubectl, topology),
    observeList(kubectl, topology),
    leaderIn(kubectl),
  ]);
  return { region: kubectl.region, served, list, ...(leader !== undefined && { leader }) };
}

async function servedBy(kubectl: Kubectl, topology: Topology): Promise<Served> {
  const answer = await kubectl.call([
    ...["get", `virtualservices.networking.istio.io/${GLOBAL_ROUTES}`],
    ...["--namespace=nephoran-system", "--output=json"],
  ]);
  if (!answer.ok) return { state: "unread", why: answer.message };
  const parsed = virtualService.safeParse(JSON.parse(answer.output));
  if (!parsed.success) return { state: "foreign" };
  const bindings = bindingsOf(topology, kubectl.region);
  const { weights } = observedRoutes(topology, bindings, parsed.data);
  return weights === undefined ? { state: "foreign" } : { state: "row", weights };
}

async function leaderIn(kubectl: Kubectl): Promise<string | undefined> {
  const answer = await kubectl.call([
    ...["get", "lease/traffic-controller", "--namespace=nephoran-global", "--ignore-not-found"],
    "--output=jsonpath={.spec.holderIdentity}",
  ]);
  return answer.ok && answer.output !== "" ? answer.output : undefined;
}
