import { podOf } from "../reading/pods";
import { accessRule } from "./access-rule";

export const secretsAsFiles = accessRule(
  {
    id: "access-secrets-as-files",
    title: "Containers get secrets as files",
    why: "Environment variables are inherited by every process, and end in crash reports and debug pages.",
    fix: "Mount the Secret, and tell the program the path.",
    level: "mandatory",
    example:
      "volumes:\n  - name: secrets\n    secret: { secretName: weaviate-api-key, defaultMode: 0440 }",
  },
  (resource) =>
    (podOf(resource)?.containers ?? []).flatMap(({ name, field }) => [
      ...field
        .at("env")
        .items.filter((one) => one.at("valueFrom", "secretKeyRef").isSet)
        .map(
          (one) => `Container ${name} has a secret in the variable ${one.at("name").text ?? ""}.`,
        ),
      ...field
        .at("envFrom")
        .items.filter((one) => one.at("secretRef").isSet)
        .map(() => `Container ${name} has all of a Secret as variables.`),
    ]),
);
