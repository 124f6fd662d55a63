import type { Binding } from "../../routing/bindings";
import type { HttpMatch } from "../../routing/http-route";
import { HEALTH_PATH } from "../../routing/routes";
import { celText } from "./cel";
import type { Field } from "./field";

/** The answer to a request that is at the wrong entry (RFC 9110). */
const MISDIRECTED = 421;

/** Conditions of a match that would let some of the bound requests past it. */
const OTHER_CONDITIONS = [
  ...["uri", "method", "authority", "scheme", "queryParams", "port", "gateways"],
  ...["sourceLabels", "sourceNamespace", "withoutHeaders"],
];

/** The claims of a token that binds a request, with their values. */
const claimsOf = ({ headers = {} }: HttpMatch): [string, string][] =>
  Object.entries(headers).map(([claim, value]) => [claim, "exact" in value ? value.exact : ""]);

/** True for a route that refuses whatever has a token's claims, and sends none of it on. */
export const refuses = (route: Field, token: HttpMatch): boolean =>
  route.at("directResponse", "status").number === MISDIRECTED &&
  route.at("match").items.some((match) => {
    const headers = match.at("headers");
    const claims = claimsOf(token);
    return (
      headers.entries.length === claims.length &&
      claims.every(([claim, value]) => headers.at(claim, "exact").text === value) &&
      !OTHER_CONDITIONS.some((condition) => match.at(condition).isSet)
    );
  });

/** True for a route that sends requests on, other than those that ask whether the region is well. */
export const forwards = (route: Field): boolean => {
  const matches = route.at("match").items;
  const isHealth =
    matches.length > 0 && matches.every((match) => match.at("uri", "exact").text === HEALTH_PATH);
  return !route.at("directResponse").isSet && !isHealth;
};

/** `refuses` in CEL, over a route `r`. */
export const celRefuses = (token: HttpMatch): string => {
  const claims = claimsOf(token);
  const conditions = [
    "has(m.headers)",
    `size(m.headers) == ${claims.length}`,
    ...claims.map(([claim, value]) => {
      const header = `m.headers[${celText(claim)}]`;
      return `${celText(claim)} in m.headers && has(${header}.exact) && ${header}.exact == ${celText(value)}`;
    }),
    ...OTHER_CONDITIONS.map((condition) => `!has(m.${condition})`),
  ];
  return `(has(r.directResponse) && r.directResponse.status == ${MISDIRECTED} && has(r.match) && r.match.exists(m, ${conditions.join(" && ")}))`;
};

/** `forwards` in CEL, over a route `r`. */
export const CEL_FORWARDS = `(!has(r.directResponse) && !(has(r.match) && size(r.match) > 0 && r.match.all(m, has(m.uri) && has(m.uri.exact) && m.uri.exact == ${celText(HEALTH_PATH)})))`;

/** A binding with each of its tokens. */
export const tokensOf = (bindings: readonly Binding[]): { home: string; token: HttpMatch }[] =>
  bindings.flatMap(({ home, tokens }) => tokens.map((token) => ({ home, token })));
