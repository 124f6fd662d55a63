import { z } from "zod";
import { readObject } from "../../../network/object";
import type { Manifest } from "../../../render/manifest";
import { type Pod, selectedPods } from "../pods";
import {
  type Dangling,
  nameOf,
  namespaceOf,
  ofKind,
  type RegionObjects,
  type Rule,
} from "../world";

const gatewaySchema = z.object({
  selector: z.record(z.string(), z.string()),
  servers: z.array(
    z.object({
      port: z.object({ number: z.int() }),
      hosts: z.array(z.string()),
      tls: z.object({ credentialName: z.string().optional() }).optional(),
    }),
  ),
});

const readGateway = (gateway: Manifest) => readObject(gateway, gatewaySchema, ["spec"]);

/** Every Gateway makes pods listen, with certificates that they find beside them. */
export const gateways: Rule = (region) =>
  ofKind(region, "Gateway").flatMap((gateway) => {
    const from = nameOf(gateway);
    const { selector, servers } = readGateway(gateway);
    const pods = selectedPods(region.pods, namespaceOf(gateway), { matchLabels: selector });
    if (pods.length === 0) return [{ from, missing: "pod that it selects" }];
    return servers.flatMap(({ tls }) =>
      tls?.credentialName === undefined
        ? []
        : certificate(region, from, namespaceOf(gateway), tls.credentialName),
    );
  });

const certificateSchema = z.object({ secretName: z.string() });

/** A Secret, or what cert-manager is asked to make it from. */
function certificate(
  region: RegionObjects,
  from: string,
  namespace: string,
  name: string,
): Dangling[] {
  const here = ofKind(region, "Secret", "Certificate").filter(
    (object) => namespaceOf(object) === namespace,
  );
  const exists = here.some((object) =>
    object.kind === "Secret"
      ? object.metadata.name === name
      : readObject(object, certificateSchema, ["spec"]).secretName === name,
  );
  return exists ? [] : [{ from, missing: `Secret ${namespace}/${name}` }];
}

/** Ports on which Gateways make a pod listen. */
export const gatewayPorts = (region: RegionObjects, pod: Pod): number[] =>
  ofKind(region, "Gateway").flatMap((gateway) => {
    const { selector, servers } = readGateway(gateway);
    const pods = selectedPods(region.pods, namespaceOf(gateway), { matchLabels: selector });
    return pods.includes(pod) ? servers.map(({ port }) => port.number) : [];
  });

/** The hosts of a Gateway that a namespace may route, a wildcard as it stands. */
export const hostsFor = (gateway: Manifest, namespace: string): string[] =>
  readGateway(gateway).servers.flatMap(({ hosts }) =>
    hosts.flatMap((entry) => {
      const [host = "", scope = "*"] = entry.split("/").reverse();
      const mayRoute =
        scope === "*" ||
        scope === namespace ||
        (scope === "." && namespaceOf(gateway) === namespace);
      return mayRoute ? [host] : [];
    }),
  );
