import { homeText, homeOf } from "../reading/homes";
import { placesOutside } from "../reading/places";
import { variablesIn } from "../reading/environment";
import type { ResourceRule } from "../rule";

/** Variables by which programs are told of stores outside: where they are, and how they are reached. */
const OF_STORES = /^(AWS|AZURE|BACKUP|GCS|GOOGLE|MINIO|S3)_|_(BUCKET|S3)(_|$)/;

export const bucketPlaces: ResourceRule = {
  id: "residency-bucket-places",
  kind: "resource",
  family: "residency",
  title: "Stores that pods of a residency zone are told of are in the zone",
  why: "A backup is a copy of everything. In a bucket of another region it is outside of the zone, whoever encrypted it.",
  fix: "Give the bucket, its endpoint and AWS_REGION in a region of the zone. A region of a cloud that is in the zone and none of the topology goes into the pack's zonePlaces.",
  level: "mandatory",
  example: `env:
  - name: AWS_REGION
    value: eu-west-1
  - name: BACKUP_S3_ENDPOINT
    value: s3.eu-west-1.amazonaws.com
`,
  check(resource, context) {
    const home = homeOf(resource, context);
    if (home === undefined) return [];
    return variablesIn(resource)
      .filter(({ name }) => OF_STORES.test(name))
      .flatMap(({ name, value }) =>
        placesOutside(value.text ?? "", home, context).map(
          (place) =>
            `${value.path} says ${name}=${value.text}: ${place} is outside of ${homeText(home)}.`,
        ),
      );
  },
};
