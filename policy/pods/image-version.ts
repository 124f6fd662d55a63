import { imageOf } from "../reading/image";
import { isFilledIn } from "../reading/pods";
import { containerRule } from "./pod-rule";

export const imageVersion = containerRule(
  {
    id: "pods-image-version",
    title: "Images have a version or a digest",
    why: "`latest` is another program tomorrow, and nobody can go back to what ran yesterday.",
    fix: "Name a tag that says a version, or a digest.",
    level: "mandatory",
    example: "image: docker.io/nephoran/llm-processor:0.1.0",
  },
  (container, pod) => {
    if (isFilledIn(container, pod)) return undefined;
    const reference = container.field.at("image").text ?? "";
    const { tag, digest } = imageOf(reference);
    if (digest !== undefined) return undefined;
    if (tag === undefined) return `has the image ${reference || "(none)"} without a version.`;
    return tag === "latest" ? `has the image ${reference}, whatever that is today.` : undefined;
  },
);
