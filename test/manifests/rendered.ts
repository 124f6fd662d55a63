import { z } from "zod";
import { captureAll } from "../../render/capture";
import type { Manifest } from "../../render/manifest";
import { type RegionManifests, regionManifests } from "../../render/write";
import { shippedProject } from "../shipped-project";

/** Every region of the shipped project, as `npm run render` writes it. */
export async function renderedRegions(): Promise<RegionManifests[]> {
  return (await captureAll(shippedProject)).map(regionManifests);
}

export const ofKind = (objects: readonly Manifest[], ...kinds: readonly string[]): Manifest[] =>
  objects.filter(({ kind }) => kinds.includes(kind));

const podTemplate = z.looseObject({
  metadata: z.looseObject({}).optional(),
  spec: z.looseObject({ containers: z.array(z.unknown()) }),
});
const workload = z.object({
  spec: z.union([
    z.object({ template: podTemplate }).transform(({ template }) => template),
    z
      .object({ jobTemplate: z.object({ spec: z.object({ template: podTemplate }) }) })
      .transform(({ jobTemplate }) => jobTemplate.spec.template),
  ]),
});

/** The pod that a controller would make of each template. */
export function podsOf(objects: readonly Manifest[]): Manifest[] {
  return objects.flatMap((object) => {
    const parsed = workload.safeParse(object);
    if (!parsed.success) return [];
    const { name, namespace } = object.metadata;
    const template = parsed.data.spec;
    const metadata = { ...template.metadata, name, ...(namespace && { namespace }) };
    return [{ ...template, apiVersion: "v1", kind: "Pod", metadata }];
  });
}
