import { ISTIO_NETWORKING } from "../reading/object";
import { trafficPolicies } from "../reading/traffic-policies";
import { meshRule } from "./mesh-rule";

export const verifiedPeers = meshRule(
  ISTIO_NETWORKING,
  "DestinationRule",
  {
    id: "mesh-verified-peers",
    title: "Who is talked to outside of the cluster is known by its certificate",
    why: "TLS to whoever answers is TLS to an attacker too: between regions the identity decides which region it is.",
    fix: "Name `tls.subjectAltNames`, and remove insecureSkipVerify.",
    level: "mandatory",
    example:
      "tls:\n  mode: ISTIO_MUTUAL\n  subjectAltNames: [spiffe://eu-west-1.nephoran.local/ns/nephoran-ingress/sa/nephoran-gateway]",
  },
  (field) => {
    const host = field.at("spec", "host").text ?? "";
    const isOutside = host.includes(".") && !host.endsWith(".svc.cluster.local");
    return trafficPolicies(field).flatMap(({ field: { path }, field: policy }) => {
      const tls = policy.at("tls");
      const isTls = ["SIMPLE", "MUTUAL", "ISTIO_MUTUAL"].some(
        (mode) => tls.at("mode").value === mode,
      );
      return [
        ...(tls.at("insecureSkipVerify").value === true
          ? [`${path} believes any certificate of ${host}.`]
          : []),
        ...(isTls && isOutside && tls.at("subjectAltNames").texts.length === 0
          ? [`${path} does not say who ${host} has to be.`]
          : []),
      ];
    });
  },
);
