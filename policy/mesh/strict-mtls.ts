import { ISTIO_SECURITY } from "../reading/object";
import { meshRule } from "./mesh-rule";

/** What the peers of a connection may be asked for; left out, a wider policy says it. */
const allowed: readonly unknown[] = [undefined, "UNSET", "STRICT"];

export const strictMtls = meshRule(
  ISTIO_SECURITY,
  "PeerAuthentication",
  {
    id: "mesh-strict-mtls",
    title: "Mutual TLS is STRICT wherever something is said of it",
    why: "PERMISSIVE takes plain text too, from anybody, without an identity that a policy could name.",
    fix: "Set `mtls.mode: STRICT`, or remove the policy: the mesh's own says STRICT.",
    level: "mandatory",
    example: "spec:\n  mtls: { mode: STRICT }",
    admission: {
      resources: [{ group: ISTIO_SECURITY, versions: ["v1"], resources: ["peerauthentications"] }],
      validations: [
        {
          expression:
            "!has(object.spec) || !has(object.spec.mtls) || !has(object.spec.mtls.mode) || object.spec.mtls.mode in ['UNSET', 'STRICT']",
          message: "Mutual TLS is STRICT.",
        },
      ],
    },
  },
  (field) => {
    const mode = field.at("spec", "mtls", "mode").value;
    return allowed.includes(mode) ? [] : [`Mutual TLS is ${String(mode)}.`];
  },
);
