import { bindingsOf, claims, type Binding } from "../../routing/bindings";
import type { PolicyContext } from "../rule";
import type { Field } from "./field";
import { boundTenants, type Home, zonesOf } from "./homes";
import { publicBoundHosts } from "./mesh-hosts";

type Whose = Pick<PolicyContext, "topology" | "config">;

/** How a route tells by a claim of a verified token whose request it is. */
const CLAIM = "@request.auth.claims.";
export const ZONE_CLAIM = `${CLAIM}${claims.residencyZone}`;
export const TENANT_CLAIM = `${CLAIM}${claims.tenant}`;

/** A claim with the value by which it binds a request, and where it binds it to. */
export interface BindingClaim {
  readonly claim: string;
  readonly value: string;
  readonly home: Home;
}

/**
 * True in CEL for a change that leaves routes as they are: a binding that is new must not hold up the
 * labels of routes that the traffic controller has yet to write again.
 */
export const CEL_SAME_ROUTES =
  "(oldObject != null && has(oldObject.spec.http) && has(object.spec.http) && " +
  "oldObject.spec.http == object.spec.http)";

/** Every claim that binds a request to a home. */
export const bindingClaims = (context: Whose): BindingClaim[] => [
  ...zonesOf(context).map((home) => ({ claim: ZONE_CLAIM, value: home.name, home })),
  ...[...boundTenants(context)].flatMap(([value, home]) =>
    home === undefined ? [] : [{ claim: TENANT_CLAIM, value, home }],
  ),
];

/** Where the requests that a route takes are bound to, by its hosts and by the claims that it matches. */
export function homesOfRoute(hosts: readonly string[], route: Field, context: Whose): Home[] {
  const byHost = [...publicBoundHosts(context)]
    .filter(([host]) => hosts.includes(host))
    .map(([name, regions]) => ({ name, regions }));
  const matched = route.at("match").items.map((match) => match.at("headers"));
  const byClaim = bindingClaims(context)
    .filter(({ claim, value }) =>
      matched.some((headers) => headers.at(claim, "exact").text === value),
    )
    .map(({ home }) => home);
  return [...byHost, ...byClaim];
}

/** What the region has to refuse, since it is bound to regions that it is none of. */
export const boundElsewhere = ({
  topology,
  region,
  config,
}: Pick<PolicyContext, "topology" | "region" | "config">): Binding[] =>
  bindingsOf(
    { ...topology, tenants: { ...topology.tenants, ...config.tenants } },
    region.name,
  ).all.filter(({ regions }) => !regions.includes(region.name));
