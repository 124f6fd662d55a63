import { defaultPackConfig } from "../pack-config";
import { bindingClaims, CEL_SAME_ROUTES, homesOfRoute } from "../reading/bound-requests";
import { celList, celText } from "../reading/cel";
import { Field } from "../reading/field";
import { hostsWithin, publicBoundHosts } from "../reading/mesh-hosts";
import { ISTIO_NETWORKING, isKind } from "../reading/object";
import type { ResourceRule } from "../rule";

/** What the region's own Services end in. */
const LOCAL = ".svc.cluster.local";

/** Ways of a request that are not its route, and lead wherever they please. */
const SIDEWAYS = ["mirror", "mirrors", "delegate", "redirect"];

export const boundRoutes: ResourceRule = {
  id: "residency-bound-routes",
  kind: "resource",
  family: "residency",
  title: "Requests that are bound to a zone, a region or a tenant's home are routed within it",
  why: "A route decides where a request is decrypted and worked on. One weight, mirror or failover host of another region takes bound requests there.",
  fix: "Let routes that match a bound claim, and those of a zone's or a region's own host, lead to ZONE.nephoran.local or REGION.nephoran.local alone, without mirror, delegate or redirect.",
  level: "mandatory",
  example: `spec:
  hosts: [eu.nephoran.io]
  http:
    - route:
        - destination: {host: eu.nephoran.local, port: {number: 14443}}
`,
  admission: ({ topology, region }) => {
    const context = { topology, config: defaultPackConfig };
    const stays = (regions: readonly string[]): string => {
      const host = "d.destination.host";
      const local = regions.includes(region.name) ? ` || ${host}.endsWith(${celText(LOCAL)})` : "";
      const known = `${host} in ${celList(hostsWithin(regions, context))}${local}`;
      const straight = SIDEWAYS.map((way) => `!has(r.${way})`);
      return [...straight, `(!has(r.route) || r.route.all(d, ${known}))`].join(" && ");
    };
    const byHost = [...publicBoundHosts(context)].map(([host, regions]) => ({
      expression: `${CEL_SAME_ROUTES} || !has(object.spec.hosts) || !(${celText(host)} in object.spec.hosts) || !has(object.spec.http) || object.spec.http.all(r, ${stays(regions)})`,
      message: `What is addressed to ${host} is routed to ${regions.join(" and ")} alone.`,
    }));
    const byClaim = bindingClaims(context).map(({ claim, value, home: { name, regions } }) => {
      const header = `m.headers[${celText(claim)}]`;
      const isBound = `has(r.match) && r.match.exists(m, has(m.headers) && ${celText(claim)} in m.headers && has(${header}.exact) && ${header}.exact == ${celText(value)})`;
      return {
        expression: `${CEL_SAME_ROUTES} || !has(object.spec.http) || object.spec.http.all(r, !(${isBound}) || ${stays(regions)})`,
        message: `What is bound to ${name} is routed to ${regions.join(" and ")} alone.`,
      };
    });
    return {
      resources: [{ group: ISTIO_NETWORKING, versions: ["v1"], resources: ["virtualservices"] }],
      validations: [...byHost, ...byClaim],
    };
  },
  check(resource, context) {
    if (!isKind(resource, ISTIO_NETWORKING, "VirtualService")) return [];
    const spec = Field.of(resource).at("spec");
    const hosts = spec.at("hosts").texts;
    return spec.at("http").items.flatMap((route) =>
      homesOfRoute(hosts, route, context).flatMap(({ name, regions }) => {
        const allowed = hostsWithin(regions, context);
        const isOwn = regions.includes(context.region.name);
        const sideways = SIDEWAYS.map((way) => route.at(way)).filter(({ isSet }) => isSet);
        const away = route
          .at("route")
          .items.map((to) => to.at("destination", "host"))
          .filter(({ text = "" }) => !allowed.includes(text) && !(isOwn && text.endsWith(LOCAL)));
        return [
          ...sideways.map(({ path }) => `${path} takes what is bound to ${name} elsewhere.`),
          ...away.map(
            ({ path, text }) =>
              `${path} is ${text ?? "not there"}, but what is bound to ${name} is for ` +
              `${regions.join(" and ")} alone.`,
          ),
        ];
      }),
    );
  },
};
