import { meshNamespaces } from "../../components/region-base/namespaces";
import { ISTIO_SECURITY, namespaceOf } from "../reading/object";
import { meshRule } from "./mesh-rule";

/** By what a source says who; whom it leaves out says nothing of the others. */
const ways = ["principals", "serviceAccounts", "requestPrincipals", "namespaces", "ipBlocks"];

export const callersNeeded = meshRule(
  ISTIO_SECURITY,
  "AuthorizationPolicy",
  {
    id: "mesh-callers-needed",
    title: "Whoever lets callers in says which, and to which ports",
    why: "A rule without a source lets in everybody who reaches the pod, and one without a port everywhere.",
    fix: "Name `from.source.principals` and `to.operation.ports`. Only at the gateway may a rule say less about callers: users have no identity in the mesh.",
    level: "mandatory",
    example:
      'rules:\n  - from:\n      - source: { principals: [eu-west-1.nephoran.local/ns/nephoran-system/sa/weaviate] }\n    to:\n      - operation: { ports: ["8080"] }',
  },
  (field, _, resource) => {
    if ((field.at("spec", "action").text ?? "ALLOW") !== "ALLOW") return [];
    const isEntry = namespaceOf(resource) === meshNamespaces.ingress;
    return field.at("spec", "rules").items.flatMap((rule) => {
      const from = rule.at("from").items;
      const to = rule.at("to").items;
      const isNamed =
        from.length > 0 && from.every((one) => ways.some((way) => one.at("source", way).isSet));
      const hasPorts =
        to.length > 0 && to.every((one) => one.at("operation", "ports").texts.length > 0);
      return [
        ...(isNamed || isEntry ? [] : [`${rule.path} lets in everybody.`]),
        ...(hasPorts ? [] : [`${rule.path} lets in on every port.`]),
      ];
    });
  },
);
