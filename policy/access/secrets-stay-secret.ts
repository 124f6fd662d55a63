import { Field } from "../reading/field";
import { isKind, objectType } from "../reading/object";
import { holdsMarkedSecret } from "../reading/secret-value";
import { accessRule } from "./access-rule";

/**
 * Sees the mark of a secret, which the policy SDK takes off: it holds for what is captured without an
 * engine. Within the engine, the rules about credentials see what such a value looks like.
 */
export const secretsStaySecret = accessRule(
  {
    id: "access-secrets-stay-secret",
    title: "What the program keeps secret goes into Secrets alone",
    why: "Anywhere else the cluster shows it to whoever may read the object.",
    fix: "Put the value into a Secret, and let the object refer to it.",
    level: "mandatory",
    example: "stringData:\n  api-key: (a Pulumi secret)",
  },
  (resource) =>
    objectType(resource) === undefined ||
    isKind(resource, "", "Secret") ||
    !holdsMarkedSecret(resource.props)
      ? []
      : marked(Field.of(resource)).map((path) => `${path} is a secret, in an object that is none.`),
);

function marked(field: Field): string[] {
  if (field.isMarkedSecret) return [field.path];
  if (field.isUnknown) return [];
  return [...field.items, ...field.entries.map(([, one]) => one)].flatMap(marked);
}
