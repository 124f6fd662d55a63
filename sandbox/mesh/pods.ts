import { z } from "zod";
import type { Manifest } from "../../render/manifest";
import { MeshError } from "./failure";

const deploymentSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    template: z.looseObject({ metadata: z.looseObject({}), spec: z.looseObject({}) }),
  }),
});

const serviceSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    selector: z.record(z.string(), z.string()).optional(),
    ports: z
      .array(
        z.object({
          name: z.string().optional(),
          port: z.number(),
          targetPort: z.union([z.number(), z.string()]).optional(),
          appProtocol: z.string().optional(),
        }),
      )
      .default([]),
  }),
});

const podLabels = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    labels: z.record(z.string(), z.string()),
  }),
  spec: z.object({
    containers: z.array(
      z.object({
        ports: z
          .array(z.object({ name: z.string().optional(), containerPort: z.number() }))
          .default([]),
      }),
    ),
  }),
});

/** The one pod of a Deployment, as its controller would make it. */
export function podFrom(deployment: Manifest): Manifest {
  const { metadata, spec } = deploymentSchema.parse(deployment);
  const { template } = spec;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...template.metadata, name: `${metadata.name}-0`, namespace: metadata.namespace },
    spec: template.spec,
  };
}

/** What leads from every Service that selects a pod to it, as the controller of endpoints makes it. */
export function endpointSlices(
  services: readonly Manifest[],
  pod: Manifest,
  address: string,
): Manifest[] {
  const { metadata, spec } = podLabels.parse(pod);
  return services.flatMap((object) => {
    const service = serviceSchema.parse(object);
    const { name, namespace } = service.metadata;
    const selector = Object.entries(service.spec.selector ?? {});
    const isSelected =
      selector.length > 0 &&
      namespace === metadata.namespace &&
      selector.every(([key, value]) => metadata.labels[key] === value);
    if (!isSelected) return [];
    const containerPorts = spec.containers.flatMap(({ ports }) => ports);
    return [
      {
        apiVersion: "discovery.k8s.io/v1",
        kind: "EndpointSlice",
        metadata: {
          name: `${name}-sandbox`,
          namespace,
          labels: { "kubernetes.io/service-name": name },
        },
        addressType: "IPv4",
        endpoints: [
          {
            addresses: [address],
            conditions: { ready: true, serving: true, terminating: false },
            targetRef: { kind: "Pod", name: metadata.name, namespace },
          },
        ],
        ports: service.spec.ports.map(
          ({ name: portName, port, targetPort = port, appProtocol }) => ({
            ...(portName && { name: portName }),
            port: numberOf(targetPort, containerPorts, name),
            protocol: "TCP",
            ...(appProtocol && { appProtocol }),
          }),
        ),
      },
    ];
  });
}

function numberOf(
  port: number | string,
  containerPorts: readonly { readonly name?: string | undefined; readonly containerPort: number }[],
  service: string,
): number {
  if (typeof port === "number") return port;
  const found = containerPorts.find(({ name }) => name === port);
  if (found !== undefined) return found.containerPort;
  throw new MeshError("bad-object", `Service ${service} names port ${port}, which no pod has`);
}
