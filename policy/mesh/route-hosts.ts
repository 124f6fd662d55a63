import { Field } from "../reading/field";
import { fullName, isKind, ISTIO_NETWORKING, namespaceOf } from "../reading/object";
import type { PolicyResource, StackRule } from "../rule";

export const routeHosts: StackRule = {
  id: "mesh-route-hosts",
  family: "mesh",
  kind: "stack",
  title: "A route names its hosts, but behind mutual TLS between gateways",
  why: "A route for every host takes requests that another route, perhaps one of a zone, was made for.",
  fix: "List the hosts, or bind the route to gateways alone all of whose listeners are ISTIO_MUTUAL.",
  level: "mandatory",
  example: "spec:\n  hosts: [eu-west-1.nephoran.io]\n  gateways: [nephoran-ingress/public]",
  check(resources) {
    const inner = new Set(
      resources
        .filter((one) => isKind(one, ISTIO_NETWORKING, "Gateway") && isMutual(one))
        .map(fullName),
    );
    return resources
      .filter((one) => isKind(one, ISTIO_NETWORKING, "VirtualService"))
      .flatMap((route) => {
        const spec = Field.of(route).at("spec");
        const wide = spec.at("hosts").texts.find((host) => host.includes("*"));
        const gateways = spec.at("gateways").texts;
        const isInner =
          gateways.length > 0 &&
          gateways.every((one) =>
            inner.has(one.includes("/") ? one : `${namespaceOf(route)}/${one}`),
          );
        return wide === undefined || isInner
          ? []
          : [{ resource: route.name, problem: `It takes requests for ${wide}.` }];
      });
  },
};

function isMutual(gateway: PolicyResource): boolean {
  const servers = Field.of(gateway).at("spec", "servers").items;
  return (
    servers.length > 0 &&
    servers.every((server) => server.at("tls", "mode").text === "ISTIO_MUTUAL")
  );
}
