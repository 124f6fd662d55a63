import { publicHost, publicRegionHost } from "../../routing/hosts";
import { defaultPackConfig } from "../pack-config";
import { boundElsewhere, CEL_SAME_ROUTES } from "../reading/bound-requests";
import { celList } from "../reading/cel";
import { Field } from "../reading/field";
import { ISTIO_NETWORKING, isKind } from "../reading/object";
import { CEL_FORWARDS, celRefuses, forwards, refuses, tokensOf } from "../reading/refusals";
import type { PolicyContext, ResourceRule } from "../rule";

/** Hosts by which whoever is bound elsewhere may come in. */
const openHosts = ({ topology, region }: Pick<PolicyContext, "topology" | "region">): string[] => [
  publicHost(topology),
  publicRegionHost(region.name, topology),
];

export const misdirectedRefused: ResourceRule = {
  id: "residency-misdirected-refused",
  kind: "resource",
  family: "residency",
  title: "A request that is bound elsewhere is refused before anything is sent on",
  why: "Users come in by whichever entry is nearest. One that forwards what is bound to a zone it is not in has worked on it, and its logs have seen it.",
  fix: "Begin the routes of the public hosts with a directResponse of 421 for each claim that binds requests to regions this entry is none of, as routes() writes them.",
  level: "mandatory",
  example: `http:
  - name: misdirected-eu
    match:
      - headers:
          "@request.auth.claims.iss": {exact: https://auth.eu-west-1.nephoran.io}
          "@request.auth.claims.residency_zone": {exact: eu}
    directResponse: {status: 421}
`,
  admission: (place) => {
    const tokens = tokensOf(boundElsewhere({ ...place, config: defaultPackConfig }));
    if (tokens.length === 0) return undefined;
    const isOpen = `has(object.spec.hosts) && object.spec.hosts.exists(h, h in ${celList(openHosts(place))})`;
    const first = (what: string): string => `object.spec.http.map(r, ${what}).indexOf(true)`;
    return {
      resources: [{ group: ISTIO_NETWORKING, versions: ["v1"], resources: ["virtualservices"] }],
      validations: tokens.map(({ home, token }) => ({
        expression: `${CEL_SAME_ROUTES} || !(${isOpen}) || !has(object.spec.http) || ${first(CEL_FORWARDS)} == -1 || ${first(celRefuses(token))} != -1 && ${first(celRefuses(token))} < ${first(CEL_FORWARDS)}`,
        message: `What is bound to ${home} is refused with 421 before any route sends it on.`,
      })),
    };
  },
  check(resource, context) {
    if (!isKind(resource, ISTIO_NETWORKING, "VirtualService")) return [];
    const spec = Field.of(resource).at("spec");
    const hosts = spec.at("hosts").texts;
    if (!openHosts(context).some((host) => hosts.includes(host))) return [];
    const routes = spec.at("http").items;
    const forwarding = routes.findIndex(forwards);
    if (forwarding === -1) return [];
    return tokensOf(boundElsewhere(context)).flatMap(({ home, token }) => {
      const refusing = routes.findIndex((route) => refuses(route, token));
      return refusing !== -1 && refusing < forwarding
        ? []
        : [
            `spec.http[${forwarding}] sends on what is bound to ${home}, which no route before it ` +
              "refuses with 421.",
          ];
    });
  },
};
