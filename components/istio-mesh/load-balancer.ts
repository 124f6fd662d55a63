import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/**
 * By these the engine waits until a load balancer has an address, and for nothing else: by itself it
 * would go on for ten seconds after each change of the endpoints.
 */
export const loadBalancerAnnotations = {
  "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress}",
} as const;

/** The IP address, or else the host name, that a cloud gave to a Service. */
export const loadBalancerAddress = (service: k8s.core.v1.Service): pulumi.Output<string> =>
  service.status.loadBalancer.ingress.apply(([first]) => {
    const address = first?.ip ?? first?.hostname;
    if (address === undefined) throw new Error("A load balancer was given no address.");
    return address;
  });
