import { costRule } from "./cost-rule";

export const keptVolumes = costRule(
  "apps",
  ["StatefulSet"],
  {
    id: "cost-kept-volumes",
    title: "Data outlives the pods that write it",
    why: "With `Delete`, scaling down or replacing the StatefulSet deletes what only this region has.",
    fix: "Set both fields of persistentVolumeClaimRetentionPolicy to Retain.",
    level: "advisory",
    example:
      "spec:\n  persistentVolumeClaimRetentionPolicy: { whenDeleted: Retain, whenScaled: Retain }",
  },
  (field) =>
    ["whenDeleted", "whenScaled"]
      .map((when) => field.at("spec", "persistentVolumeClaimRetentionPolicy", when))
      .filter(({ value }) => value === "Delete")
      .map(({ path }) => `${path} is Delete.`),
);
