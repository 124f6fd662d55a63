import { ISTIO_SECURITY } from "../reading/object";
import { meshRule } from "./mesh-rule";

export const noPortHole = meshRule(
  ISTIO_SECURITY,
  "PeerAuthentication",
  {
    id: "mesh-no-port-hole",
    title: "No port is left out of mutual TLS",
    why: "One port in plain text is one that anybody on the network reads and writes.",
    fix: "Remove the entry of `portLevelMtls`, or set its mode to STRICT.",
    level: "mandatory",
    example: "spec:\n  mtls: { mode: STRICT }",
    admission: {
      resources: [{ group: ISTIO_SECURITY, versions: ["v1"], resources: ["peerauthentications"] }],
      validations: [
        {
          expression:
            "!has(object.spec) || !has(object.spec.portLevelMtls) || object.spec.portLevelMtls.all(p, !has(object.spec.portLevelMtls[p].mode) || object.spec.portLevelMtls[p].mode in ['UNSET', 'STRICT'])",
          message: "No port is left out of mutual TLS.",
        },
      ],
    },
  },
  (field) =>
    field
      .at("spec", "portLevelMtls")
      .entries.map(([port, setting]) => ({ port, mode: setting.at("mode").text ?? "UNSET" }))
      .filter(({ mode }) => mode !== "STRICT" && mode !== "UNSET")
      .map(({ port, mode }) => `On port ${port} mutual TLS is ${mode}.`),
);
