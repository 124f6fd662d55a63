import { credentialIn } from "../reading/credentials";
import { podOf } from "../reading/pods";
import { accessRule } from "./access-rule";

/** `--api-key=…` and its like, not `--api-key-file=…`. */
const FLAG = /^--?[\w-]*(passw(or)?d|secret|token|api-?key)=[^/$]/i;

export const noCredentialArguments = accessRule(
  {
    id: "access-no-credential-arguments",
    title: "No credential stands in a container's command",
    why: "Arguments are in every list of processes, and in whatever describes the pod.",
    fix: "Have the program read a file, and mount the Secret.",
    level: "mandatory",
    example: "args: [--token-file=/secrets/token]",
  },
  (resource) =>
    (podOf(resource)?.containers ?? []).flatMap(({ name, field }) =>
      [...field.at("command").items, ...field.at("args").items].flatMap((argument) => {
        const text = argument.isUnknown ? "" : (argument.text ?? "");
        const found = credentialIn(text) ?? (FLAG.test(text) ? "a credential" : undefined);
        return found === undefined ? [] : [`Container ${name} has ${found} in ${argument.path}.`];
      }),
    ),
);
