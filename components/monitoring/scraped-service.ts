import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../labels";

export interface ScrapedServiceArgs {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Record<string, string>;
  };
  readonly selector: Labels;
  /** TCP. */
  readonly port: number;
  /** Name of the container's port. */
  readonly targetPort: string;
}

/**
 * Tells the mesh that a port speaks HTTP where nothing but a scrape calls it. Prometheus speaks mutual
 * TLS by itself, without the protocol names by which proxies of the mesh know HTTP from each other; what
 * it sends to a port that no Service has would be taken for plain TCP, of which no method and no path
 * can be allowed.
 */
export const scrapedService = (
  name: string,
  { metadata, selector, port, targetPort }: ScrapedServiceArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Service =>
  new k8s.core.v1.Service(
    name,
    {
      // Its endpoints are awaited as the pods of their workload.
      metadata: { ...metadata, annotations: { "pulumi.com/skipAwait": "true" } },
      spec: {
        clusterIP: "None",
        selector: { ...selector },
        ports: [{ name: "http", port, targetPort, appProtocol: "http" }],
      },
    },
    opts,
  );
