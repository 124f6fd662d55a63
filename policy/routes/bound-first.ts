import { bindingsOf } from "../../routing/bindings";
import type { HttpMatch } from "../../routing/http-route";
import { celText } from "../reading/cel";
import type { Field } from "../reading/field";
import type { PolicyContext, ResourceRule } from "../rule";
import { celUnchanged, liveRoutes, liveRoutesResource } from "./live-routes";

const CLAIM = "@request.auth.claims.";

export const boundFirst: ResourceRule = {
  id: "routes-bound-first",
  kind: "resource",
  family: "routes",
  title: "Bound requests are told apart before any are spread over regions",
  why: "The mesh takes the first route that fits, and the weighted ones fit everything. A bound request that reaches them is worked on anywhere.",
  fix: "Keep a route for each token that binds, with no further condition, before the routes without claims, as routes() orders them.",
  level: "mandatory",
  example: `http:
  - name: bound-eu
    match:
      - headers:
          "@request.auth.claims.iss": {exact: https://auth.eu-west-1.nephoran.io}
          "@request.auth.claims.residency_zone": {exact: eu}
    route:
      - destination: {host: eu.nephoran.local}
  - name: weighted
    route:
      - destination: {host: eu-west-1.failover.nephoran.local}
`,
  admission(place) {
    const tokens = bindingTokens(place);
    if (tokens.length === 0) return undefined;
    const before = (fits: string): string =>
      `object.spec.http.map(h, ${fits} ? 1 : (${celIsUnbound} ? 0 : 2)).filter(k, k != 2)`;
    return {
      resources: liveRoutesResource,
      validations: tokens.map(({ home, token }) => ({
        expression:
          `${celUnchanged} || size(${before(celFits(token))}) == 0 || ` +
          `${before(celFits(token))}[0] == 1`,
        message: `What is bound to ${home} has a route of its own before those without claims.`,
      })),
    };
  },
  check(resource, context) {
    const routes = liveRoutes(resource);
    const unbound = routes.findIndex(isUnbound);
    if (unbound === -1) return [];
    return bindingTokens(context)
      .filter(({ token }) => !routes.slice(0, unbound).some((http) => fits(http, token)))
      .map(
        ({ home }) =>
          `spec.http[${unbound}] takes what is bound to ${home}: no route before it is for that alone.`,
      );
  },
};

/** Every token that binds a request, wherever to. */
const bindingTokens = ({
  topology,
  region,
}: Pick<PolicyContext, "topology" | "region">): { home: string; token: Claims }[] =>
  bindingsOf(topology, region.name).all.flatMap(({ home, tokens }) =>
    tokens.map((token) => ({ home, token: claimsOf(token) })),
  );

/** Claims and their values. */
type Claims = readonly (readonly [string, string])[];

const claimsOf = ({ headers = {} }: HttpMatch): Claims =>
  Object.entries(headers).map(([name, value]) => [name, "exact" in value ? value.exact : ""]);

/** True if a route takes requests whatever their token says. */
const isUnbound = (http: Field): boolean =>
  http.at("match").items.length === 0 ||
  http
    .at("match")
    .items.some((match) => !match.at("headers").entries.some(([name]) => name.startsWith(CLAIM)));

const celIsUnbound =
  "!has(h.match) || size(h.match) == 0 || h.match.exists(m, !has(m.headers) || " +
  `!m.headers.exists(name, name.startsWith(${celText(CLAIM)})))`;

/** True if a route takes every request with a token's claims. */
const fits = (http: Field, token: Claims): boolean =>
  http.at("match").items.some((match) => {
    const isAlone = match.entries.every(([key]) => key === "headers" || key === "name");
    const headers = match.at("headers");
    return (
      isAlone &&
      headers.entries.length === token.length &&
      token.every(([name, value]) => headers.at(name, "exact").text === value)
    );
  });

const celFits = (token: Claims): string => {
  const claims = token.map(([name, value]) => {
    const header = `m.headers[${celText(name)}]`;
    return `${celText(name)} in m.headers && has(${header}.exact) && ${header}.exact == ${celText(value)}`;
  });
  const isAlone = "m.all(key, key == 'headers' || key == 'name')";
  return `(has(h.match) && h.match.exists(m, ${isAlone} && has(m.headers) && size(m.headers) == ${token.length} && ${claims.join(" && ")}))`;
};
