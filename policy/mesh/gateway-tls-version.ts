import { celList } from "../reading/cel";
import { ISTIO_NETWORKING } from "../reading/object";
import { meshRule } from "./mesh-rule";

/** Modes in which the gateway itself talks TLS to whoever comes. */
const terminating: readonly string[] = ["SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL"];
const enough: readonly string[] = ["TLSV1_2", "TLSV1_3"];

export const gatewayTlsVersion = meshRule(
  ISTIO_NETWORKING,
  "Gateway",
  {
    id: "mesh-gateway-tls-version",
    title: "Gateways talk TLS 1.2 or newer",
    why: "TLS 1.0 and 1.1 are broken, and no default of a proxy should decide what users get.",
    fix: "Set `tls.minProtocolVersion` to TLSV1_2 or TLSV1_3.",
    level: "mandatory",
    example: "tls:\n  mode: SIMPLE\n  minProtocolVersion: TLSV1_2",
    admission: {
      resources: [{ group: ISTIO_NETWORKING, versions: ["v1"], resources: ["gateways"] }],
      validations: [
        {
          expression: `!has(object.spec.servers) || object.spec.servers.all(s, !has(s.tls) || !has(s.tls.mode) || !(s.tls.mode in ${celList(terminating)}) || has(s.tls.minProtocolVersion) && s.tls.minProtocolVersion in ${celList(enough)})`,
          message: "Gateways talk TLS 1.2 or newer.",
        },
      ],
    },
  },
  (field) =>
    field
      .at("spec", "servers")
      .items.filter((server) => terminating.includes(server.at("tls", "mode").text ?? ""))
      .flatMap((server) => {
        const version = server.at("tls", "minProtocolVersion").text ?? "any version";
        return enough.includes(version) ? [] : [`${server.path} takes TLS from ${version}.`];
      }),
);
