import { credentialAs, isCredentialName } from "../reading/credentials";
import { podOf } from "../reading/pods";
import { accessRule } from "./access-rule";

export const noLiteralCredentials = accessRule(
  {
    id: "access-no-literal-credentials",
    title: "No credential stands in a container's environment",
    why: "Whoever may see the pod sees it, and so do logs, states and backups of the cluster.",
    fix: "Put it into a Secret, by a Pulumi secret, and mount that.",
    level: "mandatory",
    example: "env:\n  - name: API_KEY_FILE\n    value: /secrets/api-key",
  },
  (resource) =>
    (podOf(resource)?.containers ?? []).flatMap((container) =>
      container.field.at("env").items.flatMap((variable) => {
        const name = variable.at("name").text ?? "";
        const value = variable.at("value");
        // What a provider makes is no literal; only its name can say that it is a credential.
        if (value.isUnknown && !isCredentialName(name)) return [];
        const found = credentialAs(name, value.text ?? "");
        return found === undefined
          ? []
          : [`Container ${container.name} has ${found} in the variable ${name}.`];
      }),
    ),
);
