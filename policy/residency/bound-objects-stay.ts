import { RESIDENCY_ZONE_LABEL } from "../../components/labels";
import { type PolicyResource, read, type Rule } from "../rule";

/** Where an object, or the pods that it makes, may carry the label. */
const labelPaths = [
  ["metadata", "labels"],
  ["spec", "template", "metadata", "labels"],
  ["spec", "jobTemplate", "spec", "template", "metadata", "labels"],
];

export const boundObjectsStay: Rule = {
  id: "residency-bound-objects-stay",
  title: "What is bound to a residency zone is deployed inside it",
  why: "An object that carries a zone's label holds or handles data that must not leave the zone.",
  fix: `Deploy it in a region of the zone, or take the label ${RESIDENCY_ZONE_LABEL} off if nothing in it is bound.`,
  level: "mandatory",
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

function zoneLabels(resource: PolicyResource): { path: string; zone: string }[] {
  return labelPaths.flatMap((labels) => {
    const path = [...labels, RESIDENCY_ZONE_LABEL];
    const zone = read(resource, ...path);
    return typeof zone === "string" ? [{ path: path.join("."), zone }] : [];
  });
}
