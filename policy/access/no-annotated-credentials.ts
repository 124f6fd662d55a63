import { credentialIn } from "../reading/credentials";
import { Field } from "../reading/field";
import { objectType } from "../reading/object";
import { podOf } from "../reading/pods";
import { accessRule } from "./access-rule";

export const noAnnotatedCredentials = accessRule(
  {
    id: "access-no-annotated-credentials",
    title: "No credential stands in an annotation or a label",
    why: "Metadata is shown everywhere, and copied into metrics and logs.",
    fix: "Put it into a Secret, by a Pulumi secret.",
    level: "mandatory",
    example:
      "metadata:\n  annotations:\n    nephoran.io/reason: Every pod resolves names in the cluster's DNS.",
  },
  (resource) => {
    if (objectType(resource) === undefined) return [];
    const pod = podOf(resource);
    const metadata = [Field.of(resource).at("metadata"), ...(pod ? [pod.metadata] : [])];
    return metadata
      .flatMap((one) => [...one.at("annotations").entries, ...one.at("labels").entries])
      .flatMap(([, value]) => {
        // A checksum of what a provider makes is unknown at first, and is no literal.
        const found = value.isUnknown ? undefined : credentialIn(value.text ?? "");
        return found === undefined ? [] : [`${value.path} holds ${found}.`];
      });
  },
);
