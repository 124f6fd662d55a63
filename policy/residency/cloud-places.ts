import { Field } from "../reading/field";
import { homeText, ownZone } from "../reading/homes";
import { placesOutside } from "../reading/places";
import type { PolicyResource, ResourceRule } from "../rule";

/** Providers of clouds; their resources say where they are by one of the properties below. */
const CLOUDS = /^(pulumi:providers:)?(aws|aws-native|azure|azure-native|gcp|google-native)\b/;

/** Where a resource, its copies or the other end of its replication are. */
const PLACES =
  /^(location|region|regionName|availabilityZone|zone|replicaRegions?|destinationRegion|dataLocations?|locations|replicas?|replications?|rules|destination|bucket|arn|sourceRegion|userManaged)$/;

export const cloudPlaces: ResourceRule = {
  id: "residency-cloud-places",
  kind: "resource",
  family: "residency",
  title: "Resources of clouds in a residency zone's stack are in the zone, with all their copies",
  why: "A bucket, a database or a secret of the cloud can have replicas in other regions by one property, and nothing in the cluster shows them.",
  fix: "Give the resource, its provider and every replica a region of the zone; what the zone takes in of the cloud goes into the pack's zonePlaces.",
  level: "mandatory",
  example: `type: aws:s3:BucketV2
properties: {region: eu-west-1}
`,
  check(resource, context) {
    const zone = ownZone(context);
    if (zone === undefined || !CLOUDS.test(resource.type)) return [];
    return placedBy(resource).flatMap(({ path, text = "" }) =>
      placesOutside(text, zone, context).map(
        (place) => `${path} is ${text}: ${place} is outside of ${homeText(zone)}.`,
      ),
    );
  },
};

const placedBy = (resource: PolicyResource): Field[] => below(Field.of(resource));

/** Texts at, or anywhere below, a property that says where something is. */
const below = (field: Field): Field[] =>
  field.entries.filter(([name]) => PLACES.test(name)).flatMap(([, value]) => texts(value));

const texts = (field: Field): Field[] =>
  field.text === undefined ? [...field.items.flatMap(texts), ...below(field)] : [field];
