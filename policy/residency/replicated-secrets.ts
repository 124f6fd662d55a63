import { Field } from "../reading/field";
import { homeText, homeOf } from "../reading/homes";
import { isKind } from "../reading/object";
import { placesOutside } from "../reading/places";
import type { PolicyContext, PolicyResource, ResourceRule } from "../rule";

/** Annotations by which operators copy an object into other clusters. */
const COPIED = ["kubed.appscode.com/sync-contexts", "config-syncer.appscode.com/sync-contexts"];

const EXTERNAL_SECRETS = "external-secrets.io";

export const replicatedSecrets: ResourceRule = {
  id: "residency-replicated-secrets",
  kind: "resource",
  family: "residency",
  title: "Secrets of a residency zone are not copied out of it",
  why: "A key opens data wherever the data's guards are not looking. One that is copied into another cluster, or a store in another region, is used there.",
  fix: "Make secrets in the region that uses them. Take annotations that copy to other clusters off, push nothing to a store, and read from stores of the zone.",
  level: "mandatory",
  example: `kind: SecretStore
apiVersion: external-secrets.io/v1
spec:
  provider:
    aws: {service: SecretsManager, region: eu-west-1}
`,
  check(resource, context) {
    if (homeOf(resource, context) === undefined || !resource.type.startsWith("kubernetes:"))
      return [];
    const annotations = Field.of(resource).at("metadata", "annotations");
    const copies = isKind(resource, "", "ConfigMap", "Secret")
      ? COPIED.map((name) => annotations.at(name)).filter(({ isSet }) => isSet)
      : [];
    const pushes =
      isKind(resource, EXTERNAL_SECRETS, "PushSecret", "ClusterPushSecret") ||
      isKind(resource, "multicluster.x-k8s.io", "ServiceExport") ||
      isKind(resource, "policy.karmada.io", "PropagationPolicy", "ClusterPropagationPolicy");
    return [
      ...copies.map(({ path }) => `${path} has it copied into other clusters.`),
      ...(pushes ? ["It sends what is in this cluster to others."] : []),
      ...storesOutside(resource, context),
    ];
  },
};

/** Regions and hosts that a store of secrets names, anywhere in what it says of its provider. */
function storesOutside(resource: PolicyResource, context: PolicyContext): string[] {
  const home = homeOf(resource, context);
  if (home === undefined) return [];
  if (!isKind(resource, EXTERNAL_SECRETS, "SecretStore", "ClusterSecretStore")) return [];
  return textsBelow(Field.of(resource).at("spec", "provider")).flatMap(({ path, text = "" }) =>
    placesOutside(text, home, context).map(
      (place) => `${path} is ${text}: ${place} is outside of ${homeText(home)}.`,
    ),
  );
}

const textsBelow = (field: Field): Field[] =>
  field.text === undefined
    ? [...field.items, ...field.entries.map(([, value]) => value)].flatMap(textsBelow)
    : [field];
