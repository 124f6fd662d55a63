import { homeOf, homeText } from "../reading/homes";
import { imageOf, isFrom } from "../reading/image";
import { placesOutside } from "../reading/places";
import { isFilledIn, podOf } from "../reading/pods";
import type { ResourceRule } from "../rule";

export const registries: ResourceRule = {
  id: "residency-registries",
  kind: "resource",
  family: "residency",
  title: "Images of a residency zone come from registries that the zone may use",
  why: "A registry sees what runs where and when, and whoever runs it can put something else there. Laws on residency ask for the supply of a zone to be in it, and a zone that cannot pull from inside stops with another region.",
  fix: "Pull from a registry of the pack's zoneRegistries, or from a replica whose host is in a region of the zone.",
  level: "mandatory",
  example: `# PolicyPackConfig
zoneRegistries:
  eu: [123456789012.dkr.ecr.eu-west-1.amazonaws.com]
`,
  check(resource, context) {
    const home = homeOf(resource, context);
    const pod = podOf(resource);
    if (home === undefined || pod === undefined) return [];
    const { zoneRegistries } = context.config;
    const allowed = Object.hasOwn(zoneRegistries, home.name)
      ? zoneRegistries[home.name]
      : undefined;
    return pod.containers
      .filter((container) => !isFilledIn(container, pod))
      .flatMap(({ field }) => {
        const { path, text: reference = "" } = field.at("image");
        const image = imageOf(reference);
        const [outside] = placesOutside(image.registry, home, context);
        if (outside !== undefined) {
          return [`${path} is ${reference}, from ${outside}, outside of ${homeText(home)}.`];
        }
        return allowed === undefined || allowed.some((one) => isFrom(image, one))
          ? []
          : [`${path} is ${reference}, from no registry of ${homeText(home)}.`];
      });
  },
};
