import { ISTIO_NETWORKING } from "../reading/object";
import { meshRule } from "./mesh-rule";

export const gatewayHosts = meshRule(
  ISTIO_NETWORKING,
  "Gateway",
  {
    id: "mesh-gateway-hosts",
    title: "A gateway names the hosts that it answers for",
    why: "Under a wildcard anybody's route becomes reachable from outside, also that of a host which another region is bound to.",
    fix: "List the hosts. Only a listener of mutual TLS between gateways may take any.",
    level: "mandatory",
    example: "servers:\n  - hosts: [nephoran-system/eu-west-1.nephoran.io]",
  },
  (field) =>
    field
      .at("spec", "servers")
      .items.filter((server) => server.at("tls", "mode").text !== "ISTIO_MUTUAL")
      .flatMap((server) =>
        server
          .at("hosts")
          .texts.filter((host) => host.slice(host.indexOf("/") + 1).includes("*"))
          .map((host) => `${server.path} answers for ${host}.`),
      ),
);
