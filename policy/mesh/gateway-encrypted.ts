import { celList } from "../reading/cel";
import type { Field } from "../reading/field";
import { ISTIO_NETWORKING } from "../reading/object";
import { meshRule } from "./mesh-rule";

const encrypted: readonly string[] = ["HTTPS", "TLS"];

export const gatewayEncrypted = meshRule(
  ISTIO_NETWORKING,
  "Gateway",
  {
    id: "mesh-gateway-encrypted",
    title: "Gateways take nothing unencrypted but to redirect it",
    why: "Tokens and intents in plain text are everybody's on the way.",
    fix: "Use the protocol HTTPS or TLS with `tls`, or set `tls.httpsRedirect: true`.",
    level: "mandatory",
    example:
      "servers:\n  - port: { number: 80, name: http, protocol: HTTP }\n    tls: { httpsRedirect: true }",
    admission: {
      resources: [{ group: ISTIO_NETWORKING, versions: ["v1"], resources: ["gateways"] }],
      validations: [
        {
          expression: `!has(object.spec.servers) || object.spec.servers.all(s, s.port.protocol in ${celList(encrypted)} && has(s.tls) && has(s.tls.mode) || s.port.protocol == 'HTTP' && has(s.tls) && has(s.tls.httpsRedirect) && s.tls.httpsRedirect)`,
          message: "Gateways take nothing unencrypted but to redirect it.",
        },
      ],
    },
  },
  (field) =>
    field
      .at("spec", "servers")
      .items.filter((server) => !isEncrypted(server) && !isRedirect(server))
      .map((server) => `${server.path} takes requests in plain text.`),
);

const isEncrypted = (server: Field): boolean =>
  encrypted.includes(server.at("port", "protocol").text ?? "") && server.at("tls", "mode").isSet;

const isRedirect = (server: Field): boolean =>
  server.at("port", "protocol").value === "HTTP" &&
  server.at("tls", "httpsRedirect").value === true;
