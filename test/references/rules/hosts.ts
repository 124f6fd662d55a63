import { z } from "zod";
import { readObject } from "../../../network/object";
import type { Manifest } from "../../../render/manifest";
import { namespaceOf, ofKind, type RegionObjects } from "../world";

/** Who answers by a name in the mesh. */
export interface Host {
  readonly object: Manifest;
  readonly name: string;
  readonly ports: readonly number[];
}

const serviceSchema = z.object({ ports: z.array(z.object({ port: z.int() })).default([]) });
const entrySchema = z.object({
  hosts: z.array(z.string()),
  ports: z.array(z.object({ number: z.int() })),
});

/** Every name that the mesh of a region knows: its Services and ServiceEntries. */
export const hostsOf = (region: RegionObjects): Host[] => [
  ...ofKind(region, "Service").map((object) => ({
    object,
    name: `${object.metadata.name}.${namespaceOf(object)}.svc.cluster.local`,
    ports: readObject(object, serviceSchema, ["spec"]).ports.map(({ port }) => port),
  })),
  ...ofKind(region, "ServiceEntry").flatMap((object) => {
    const { hosts, ports } = readObject(object, entrySchema, ["spec"]);
    const numbers = ports.map(({ number }) => number);
    return hosts.map((name) => ({ object, name, ports: numbers }));
  }),
];

/** The full name that the mesh understands a host as, wherever it stands. */
export function fullName(host: string, namespace: string): string {
  if (!host.includes(".")) return `${host}.${namespace}.svc.cluster.local`;
  return host.endsWith(".svc") ? `${host}.cluster.local` : host;
}

/** Whether one of two hosts is meant by the other; either may begin with a wildcard. */
export const overlap = (a: string, b: string): boolean => isWithin(a, b) || isWithin(b, a);

const isWithin = (host: string, pattern: string): boolean =>
  host === pattern || (pattern.startsWith("*") && host.endsWith(pattern.slice(1)));
