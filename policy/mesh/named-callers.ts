import type { Field } from "../reading/field";
import { isWorld } from "../reading/cidr";
import { ISTIO_SECURITY } from "../reading/object";
import { meshRule } from "./mesh-rule";

/** Trust domain, namespace and account, of which the account alone may be any. */
const PRINCIPAL = /^[^*/]+\/ns\/[^*/]+\/sa\/(\*|[^*/]+)$/;

/** An issuer, and any of its subjects. */
const REQUEST_PRINCIPAL = /^[^*]+\/(\*|[^*]+)$/;

export const namedCallers = meshRule(
  ISTIO_SECURITY,
  "AuthorizationPolicy",
  {
    id: "mesh-named-callers",
    title: "An AuthorizationPolicy names callers down to trust domain and namespace",
    why: "A wildcard before that lets in identities of other regions, and of namespaces that somebody adds.",
    fix: "Write principals as DOMAIN/ns/NAMESPACE/sa/ACCOUNT, and tokens as ISSUER/SUBJECT; only what stands last may be *.",
    level: "mandatory",
    example:
      "rules:\n  - from:\n      - source:\n          principals: [eu-west-1.nephoran.local/ns/nephoran-system/sa/llm-processor]",
  },
  (field) => {
    if (field.at("spec", "action").text === "DENY") return [];
    return field
      .at("spec", "rules")
      .items.flatMap((rule) => rule.at("from").items.flatMap((from) => wide(from.at("source"))));
  },
);

function wide(source: Field): string[] {
  const among = (key: string, isNamed: (text: string) => boolean): string[] =>
    source
      .at(key)
      .texts.filter((text) => !isNamed(text))
      .map((text) => `${source.at(key).path} lets in ${text}.`);
  return [
    ...among("principals", (text) => PRINCIPAL.test(text)),
    ...among("requestPrincipals", (text) => REQUEST_PRINCIPAL.test(text)),
    ...among("serviceAccounts", (text) => !text.includes("*")),
    ...among("namespaces", (text) => !text.includes("*")),
    ...among("ipBlocks", (text) => !isWorld(text)),
    ...among("remoteIpBlocks", (text) => !isWorld(text)),
  ];
}
