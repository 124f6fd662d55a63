import { Field } from "../reading/field";
import { isKind } from "../reading/object";
import { accessRule } from "./access-rule";

export const noStandingTokens = accessRule(
  {
    id: "access-no-standing-tokens",
    title: "Tokens of accounts expire",
    why: "A token in a Secret counts until somebody deletes it; one that the kubelet mounts, for an hour.",
    fix: "Mount a projected serviceAccountToken, or ask the API server for one with an end.",
    level: "mandatory",
    example:
      "volumes:\n  - name: token\n    projected:\n      sources:\n        - serviceAccountToken: { path: token, expirationSeconds: 3600 }",
  },
  (resource) =>
    isKind(resource, "", "Secret") &&
    Field.of(resource).at("type").value === "kubernetes.io/service-account-token"
      ? ["It is a token that never expires."]
      : [],
);
