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
  spec: z.looseObject({
    containers: z.array(z.unknown()),
    volumes: z.array(z.unknown()).default([]),
  }),
});
const claimTemplates = z.array(z.object({ metadata: z.object({ name: z.string() }) })).default([]);
const workload = z.object({
  spec: z.union([
    z
      .object({ template: podTemplate, volumeClaimTemplates: claimTemplates })
      .transform(({ template, volumeClaimTemplates }) =>
        withClaims(template, volumeClaimTemplates),
      ),
    z
      .object({ jobTemplate: z.object({ spec: z.object({ template: podTemplate }) }) })
      .transform(({ jobTemplate }) => jobTemplate.spec.template),
  ]),
});

/** A StatefulSet's controller adds the claims that it finds or makes. */
function withClaims(
  template: z.output<typeof podTemplate>,
  claims: z.output<typeof claimTemplates>,
): z.output<typeof podTemplate> {
  const volumes = claims.map(({ metadata: { name } }) => ({
    name,
    persistentVolumeClaim: { claimName: name },
  }));
  return {
    ...template,
    spec: { ...template.spec, volumes: [...template.spec.volumes, ...volumes] },
  };
}

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
