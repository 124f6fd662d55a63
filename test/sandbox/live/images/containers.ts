import { z } from "zod";
import type { Manifest } from "../../../../render/manifest";
import type { ContainerContext } from "../../../../sandbox/live/images/entry";
import type { LiveTools } from "../../../../sandbox/live/images/tools";

/** Tools that are nowhere: entries only put their paths together. */
export const tools: LiveTools = {
  node: "/tools/node",
  repository: "/checkout",
  pilotDiscovery: "/tools/mesh/pilot-discovery",
  pilotAgent: "/tools/mesh/pilot-agent",
  envoy: "/tools/envoy",
  envoyBootstrap: "/bundles/envoy_bootstrap.json",
  prometheus: "/tools/prometheus",
  alertmanager: "/tools/alertmanager",
  kubeStateMetrics: "/tools/kube-state-metrics",
  postgres: "/tools/postgres",
  bundles: "/bundles",
};

const containerSchema = z.object({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()).default([]),
  args: z.array(z.string()).default([]),
  env: z.array(z.object({ name: z.string(), value: z.string().optional() })).default([]),
});

const podSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    initContainers: z.array(containerSchema).default([]),
    containers: z.array(containerSchema),
  }),
});

/** A container of a pod, and what an entry is told of it. */
export interface FoundContainer {
  readonly image: string;
  readonly context: ContainerContext;
}

/** All containers of pods; what a variable refers to is written as `<NAME>`. */
export function containersOf(pods: readonly Manifest[], region: string): FoundContainer[] {
  return pods.flatMap((manifest) => {
    const { metadata, spec } = podSchema.parse(manifest);
    return [...spec.initContainers, ...spec.containers].map(
      ({ name, image, command, args, env }) => ({
        image,
        context: {
          region,
          pod: { ...metadata, labels: {}, address: "10.1.253.2" },
          container: {
            ...{ name, command, args },
            environment: Object.fromEntries(
              env.map((variable) => [variable.name, variable.value ?? `<${variable.name}>`]),
            ),
          },
          tools,
        },
      }),
    );
  });
}

/** A container that is not of the program. */
export const containerWith = (container: {
  readonly name?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}): ContainerContext => ({
  region: "us-east-1",
  pod: { name: "pod", namespace: "namespace", labels: {}, address: "10.1.253.2" },
  container: { name: "container", command: [], args: [], environment: {}, ...container },
  tools,
});
