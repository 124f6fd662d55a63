import { REASON_ANNOTATION } from "../../components/labels";
import { meshRule } from "./mesh-rule";

export const networksExplained = meshRule(
  "networking.k8s.io",
  "NetworkPolicy",
  {
    id: "mesh-networks-explained",
    title: "Whoever opens a network says why",
    why: "An opening that nobody can explain is one that nobody dares to close.",
    fix: `Add the annotation ${REASON_ANNOTATION} with one sentence, and the row in docs/network.md.`,
    level: "mandatory",
    example: `metadata:\n  annotations:\n    ${REASON_ANNOTATION}: Every pod resolves names in the cluster's DNS.`,
  },
  (field) => {
    const opens = ["ingress", "egress"].some(
      (direction) => field.at("spec", direction).items.length > 0,
    );
    return opens && !field.at("metadata", "annotations", REASON_ANNOTATION).text
      ? ["It opens connections and does not say why."]
      : [];
  },
);
