import { RESIDENCY_ZONE_LABEL } from "../../components/labels";
import type { AdmissionValidation } from "../admission/admission";
import { boundKinds, labelPaths, onlyLabelled } from "../reading/bound-labels";
import { celText } from "../reading/cel";
import { type PolicyResource, read, type ResourceRule } from "../rule";

export const boundObjectsStay: ResourceRule = {
  id: "residency-bound-objects-stay",
  kind: "resource",
  family: "residency",
  title: "What is bound to a residency zone is deployed inside it",
  why: "An object that carries a zone's label holds or handles data that must not leave the zone.",
  fix: `Deploy it in a region of the zone, or take the label ${RESIDENCY_ZONE_LABEL} off if nothing in it is bound.`,
  level: "mandatory",
  example: `# In a stack of the zone eu alone
kind: ConfigMap
metadata:
  name: subscribers
  labels:
    ${RESIDENCY_ZONE_LABEL}: eu
`,
  admission: ({ region: { name, residencyZone: zone } }) => ({
    resources: boundKinds,
    validations: [
      ...onlyLabelled(
        RESIDENCY_ZONE_LABEL,
        zone === undefined ? [] : [zone],
        `The label ${RESIDENCY_ZONE_LABEL} names a zone that ${name} is not in.`,
      ),
      ...(zone === undefined ? [] : [labelledNamespace(name)]),
    ],
  }),
  check(resource, { region }) {
    if (!resource.type.startsWith("kubernetes:")) return [];
    const home = region.residencyZone;
    const foreign = zoneLabels(resource)
      .filter(({ zone }) => zone !== home)
      .map(
        ({ path, zone }) =>
          `${path} binds it to the zone ${zone}, but ${region.name} is ` +
          (home === undefined ? "in no residency zone." : `in the zone ${home}.`),
      );
    const isUnboundNamespace =
      home !== undefined &&
      resource.type === "kubernetes:core/v1:Namespace" &&
      read(resource, "metadata", "labels", RESIDENCY_ZONE_LABEL) === undefined;
    const unbound = isUnboundNamespace
      ? [`This namespace of ${region.name} lacks the label ${RESIDENCY_ZONE_LABEL}: ${home}.`]
      : [];
    return [...foreign, ...unbound];
  },
};

/** With any other value, the label is refused anyway. */
const labelledNamespace = (region: string): AdmissionValidation => ({
  expression:
    "object.kind != 'Namespace' || has(object.metadata.labels) && " +
    `${celText(RESIDENCY_ZONE_LABEL)} in object.metadata.labels`,
  message: `A namespace of ${region} has the label ${RESIDENCY_ZONE_LABEL}.`,
});

function zoneLabels(resource: PolicyResource): { path: string; zone: string }[] {
  return labelPaths.flatMap((labels) => {
    const path = [...labels, RESIDENCY_ZONE_LABEL];
    const zone = read(resource, ...path);
    return typeof zone === "string" ? [{ path: path.join("."), zone }] : [];
  });
}
