import type { Field } from "../reading/field";
import { meshRule } from "./mesh-rule";

export const networksNarrow = meshRule(
  "networking.k8s.io",
  "NetworkPolicy",
  {
    id: "mesh-networks-narrow",
    title: "A NetworkPolicy names peers and ports",
    why: "A rule without peers opens to the whole world, and one without ports opens all of them.",
    fix: "Name who, in `from` or `to`, and the `ports`; select namespaces by their name.",
    level: "mandatory",
    example: `ingress:
  - from:
      - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: nephoran-system } }
        podSelector: { matchLabels: { app: llm-processor } }
    ports: [{ port: 8080, protocol: TCP }]`,
  },
  (field) => [
    ...field.at("spec", "ingress").items.flatMap((rule) => problems(rule, "from")),
    ...field.at("spec", "egress").items.flatMap((rule) => problems(rule, "to")),
  ],
);

function problems(rule: Field, peers: "from" | "to"): string[] {
  const named = rule.at(peers).items;
  const everywhere = named.filter((peer) => {
    const namespaces = peer.at("namespaceSelector");
    return (
      namespaces.isSet &&
      namespaces.at("matchLabels").entries.length === 0 &&
      namespaces.at("matchExpressions").items.length === 0
    );
  });
  return [
    ...(named.length === 0 ? [`${rule.path} opens ${peers} anybody.`] : []),
    ...everywhere.map(({ path }) => `${path} means pods of every namespace.`),
    ...(rule.at("ports").items.length === 0 ? [`${rule.path} opens every port.`] : []),
  ];
}
