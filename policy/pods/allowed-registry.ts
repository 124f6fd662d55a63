import { imageOf, isFrom } from "../reading/image";
import { isFilledIn } from "../reading/pods";
import { containerRule } from "./pod-rule";

export const allowedRegistry = containerRule(
  {
    id: "pods-allowed-registry",
    title: "Images come from registries that are allowed",
    why: "Whoever owns the registry decides what runs, with all that the pod may see.",
    fix: "Take the image from one of `allowedRegistries`, or add its registry there.",
    level: "mandatory",
    example: "image: docker.io/nephoran/llm-processor:0.1.0",
  },
  (container, pod, { config }) => {
    if (isFilledIn(container, pod)) return undefined;
    const image = imageOf(container.field.at("image").text ?? "");
    return config.allowedRegistries.some((registry) => isFrom(image, registry))
      ? undefined
      : `has an image of ${image.registry}; allowed are ${config.allowedRegistries.join(", ")}.`;
  },
);
