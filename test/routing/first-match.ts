import type { HttpMatch, HttpRoute, HttpRoutes } from "../../routing/http-route";

/** A request as a gateway routes it. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What the verified token says; none without one. */
  readonly claims: Readonly<Record<string, string>>;
}

/** The route that Istio takes: the first of which one match holds as a whole. */
export function firstMatch(routes: HttpRoutes, request: Request): HttpRoute {
  const found = routes.find(({ match }) => match?.some((one) => holds(one, request)) ?? true);
  if (found === undefined) throw new Error(`No route takes ${JSON.stringify(request)}.`);
  return found;
}

function holds({ uri, method, headers = {} }: HttpMatch, request: Request): boolean {
  const prefix = "@request.auth.claims.";
  return (
    (uri === undefined || uri.exact === request.path) &&
    (method === undefined || method.exact === request.method) &&
    Object.entries(headers).every(([name, wanted]) => {
      const value = name.startsWith(prefix)
        ? request.claims[name.slice(prefix.length)]
        : request.headers[name];
      if (value === undefined) return false;
      return "exact" in wanted
        ? value === wanted.exact
        : new RegExp(`^(?:${wanted.regex})$`).test(value);
    })
  );
}

/** Hosts that a route may lead to. */
export const hostsOf = (route: HttpRoute): string[] =>
  "route" in route
    ? route.route.filter(({ weight }) => weight !== 0).map(({ destination }) => destination.host)
    : [];
