import { quantity } from "../reading/quantity";
import { costRule } from "./cost-rule";

const BYTES_PER_GIB = 2 ** 30;

export const volumeSize = costRule(
  "",
  ["PersistentVolumeClaim"],
  {
    id: "cost-volume-size",
    title: "Volumes have a size within bounds",
    why: "Volumes only grow: one zero too many is paid for until the data is moved.",
    fix: "Ask for less storage, or raise `maxVolumeGiB` in the pack's configuration.",
    level: "advisory",
    example: "resources:\n  requests: { storage: 100Gi }",
  },
  (field, { config: { maxVolumeGiB } }) => {
    const bytes = quantity(field.at("spec", "resources", "requests", "storage").value);
    if (bytes === undefined) return ["It asks for no size that can be read."];
    const gib = Math.round(bytes / BYTES_PER_GIB);
    return gib > maxVolumeGiB ? [`It asks for ${gib} GiB; ${maxVolumeGiB} are allowed.`] : [];
  },
);
