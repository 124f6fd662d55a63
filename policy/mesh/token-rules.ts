import { ISTIO_SECURITY } from "../reading/object";
import { meshRule } from "./mesh-rule";

export const tokenRules = meshRule(
  ISTIO_SECURITY,
  "RequestAuthentication",
  {
    id: "mesh-token-rules",
    title: "Tokens are for this audience, come in headers, and their keys over HTTPS",
    why: "A token for another audience is anybody's to replay, and one in a URL ends in logs.",
    fix: "Name `audiences`, remove `fromParams`, and give `jwksUri` as https://.",
    level: "mandatory",
    example:
      "jwtRules:\n  - issuer: https://auth.eu-west-1.nephoran.io\n    audiences: [nephoran]\n    fromHeaders: [{ name: Authorization, prefix: 'Bearer ' }]",
  },
  (field) =>
    field.at("spec", "jwtRules").items.flatMap((rule) => {
      const keys = rule.at("jwksUri").text;
      return [
        ...(rule.at("audiences").texts.length === 0
          ? [`${rule.path} takes tokens for any audience.`]
          : []),
        ...(rule.at("fromParams").items.length > 0 ? [`${rule.path} takes tokens from URLs.`] : []),
        ...(keys !== undefined && !keys.startsWith("https://")
          ? [`${rule.path} fetches keys from ${keys}.`]
          : []),
      ];
    }),
);
