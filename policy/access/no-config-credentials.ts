import { credentialAs, credentialInSettings, isCredentialName } from "../reading/credentials";
import { Field } from "../reading/field";
import { isKind } from "../reading/object";
import { accessRule } from "./access-rule";

export const noConfigCredentials = accessRule(
  {
    id: "access-no-config-credentials",
    title: "No credential stands in a ConfigMap",
    why: "ConfigMaps are not encrypted at rest, and most readers may read them.",
    fix: "Put it into a Secret, by a Pulumi secret, and let the settings name the file.",
    level: "mandatory",
    example: "data:\n  API_KEY_FILE: /secrets/api-key",
  },
  (resource) =>
    isKind(resource, "", "ConfigMap")
      ? Field.of(resource)
          .at("data")
          .entries.flatMap(([key, value]) => {
            // What a provider makes is no literal; only its name can say that it is a credential.
            if (value.isUnknown && !isCredentialName(key)) return [];
            const text = value.text ?? "";
            const found = credentialAs(key, text) ?? credentialInSettings(text);
            return found === undefined ? [] : [`${value.path} is or holds ${found}.`];
          })
      : [],
);
