import { Field } from "../reading/field";
import { homeText, homeOf } from "../reading/homes";
import { problemOf, wishesOfVolumes } from "../reading/node-places";
import { isKind } from "../reading/object";
import { placesOutside } from "../reading/places";
import type { PolicyResource, ResourceRule } from "../rule";

export const volumesStay: ResourceRule = {
  id: "residency-volumes-stay",
  kind: "resource",
  family: "residency",
  title: "Volumes and snapshots of a residency zone are made in the zone",
  why: "A disk, its replicas and its snapshots are where their class says, and whoever reads the class afterwards finds the data already there.",
  fix: "Let allowedTopologies and nodeAffinity name regions and availability zones of the zone, and parameters no region outside of it.",
  level: "mandatory",
  example: `kind: StorageClass
allowedTopologies:
  - matchLabelExpressions:
      - {key: topology.kubernetes.io/zone, values: [eu-west-1a, eu-west-1b, eu-west-1c]}
`,
  check(resource, context) {
    const home = homeOf(resource, context);
    if (home === undefined) return [];
    return [
      ...wishesOfVolumes(resource).flatMap((wish) => problemOf(wish, home, context) ?? []),
      ...parametersOf(resource).flatMap(({ path, text = "" }) =>
        placesOutside(text, home, context).map(
          (place) => `${path} is ${text}, and ${place} is outside of ${homeText(home)}.`,
        ),
      ),
    ];
  },
};

/** What a driver is told: where replicas and snapshots go, for instance. */
function parametersOf(resource: PolicyResource): Field[] {
  const object = Field.of(resource);
  if (isKind(resource, "", "PersistentVolume")) {
    return object.at("spec", "csi", "volumeAttributes").entries.map(([, value]) => value);
  }
  const isClass =
    isKind(resource, "storage.k8s.io", "StorageClass", "VolumeAttributesClass") ||
    isKind(resource, "snapshot.storage.k8s.io", "VolumeSnapshotClass");
  return isClass ? object.at("parameters").entries.map(([, value]) => value) : [];
}
