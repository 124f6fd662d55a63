import { z } from "zod";
import { readObject } from "../../../network/object";
import type { Manifest } from "../../../render/manifest";
import {
  type Dangling,
  nameOf,
  namespaceOf,
  ofKind,
  type RegionObjects,
  type Rule,
} from "../world";
import { hostsFor } from "./gateways";
import { fullName, hostsOf, overlap } from "./hosts";

const destination = z.object({
  host: z.string(),
  port: z.object({ number: z.int() }).optional(),
  /** None is used, and none would be looked up. */
  subset: z.never().optional(),
});

/** Strict about where a route may lead, so that no destination is passed over. */
const routeSchema = z.strictObject({
  name: z.unknown().optional(),
  match: z.unknown().optional(),
  headers: z.unknown().optional(),
  retries: z.unknown().optional(),
  timeout: z.unknown().optional(),
  rewrite: z.unknown().optional(),
  redirect: z.unknown().optional(),
  directResponse: z.unknown().optional(),
  route: z.array(z.object({ destination })).default([]),
});

const virtualServiceSchema = z.strictObject({
  hosts: z.array(z.string()),
  gateways: z.array(z.string()).default(["mesh"]),
  http: z.array(routeSchema).default([]),
  tls: z.array(z.strictObject({ match: z.unknown(), route: routeSchema.shape.route })).default([]),
});

/** Every VirtualService is bound to Gateways that have its hosts, and leads to hosts that there are. */
export const routes: Rule = (region) =>
  ofKind(region, "VirtualService").flatMap((virtualService) => {
    const spec = readObject(virtualService, virtualServiceSchema, ["spec"]);
    const { hosts, gateways, http, tls } = spec;
    const destinations = [...http, ...tls].flatMap(({ route }) =>
      route.map(({ destination: to }) => to),
    );
    return [
      ...entries(region, virtualService, hosts, gateways),
      ...destinations.flatMap(({ host, port }) =>
        toHost(region, virtualService, host, port?.number),
      ),
    ];
  });

function entries(
  region: RegionObjects,
  virtualService: Manifest,
  hosts: readonly string[],
  gateways: readonly string[],
): Dangling[] {
  const from = nameOf(virtualService);
  const namespace = namespaceOf(virtualService);
  const known: string[] = [];
  const dangling: Dangling[] = [];
  for (const gateway of gateways) {
    if (gateway === "mesh") {
      known.push(...hostsOf(region).map(({ name }) => name));
      continue;
    }
    const [name = "", in_ = namespace] = gateway.split("/").reverse();
    const found = ofKind(region, "Gateway").find(
      (object) => object.metadata.name === name && namespaceOf(object) === in_,
    );
    if (found) known.push(...hostsFor(found, namespace));
    else dangling.push({ from, missing: `Gateway ${in_}/${name}` });
  }
  const unknown = hosts.filter((host) => !known.some((one) => overlap(one, host)));
  return [
    ...dangling,
    ...unknown.map((host) => ({ from, missing: `host ${host} at its gateways` })),
  ];
}

/** A host that an object refers to, and the port of it if it names one. */
export function toHost(
  region: RegionObjects,
  object: Manifest,
  host: string,
  port?: number,
): Dangling[] {
  const from = nameOf(object);
  const name = fullName(host, namespaceOf(object));
  const found = hostsOf(region).filter((one) => one.name === name);
  if (found.length === 0) return [{ from, missing: `host ${name}` }];
  const hasPort = port === undefined || found.some(({ ports }) => ports.includes(port));
  return hasPort ? [] : [{ from, missing: `port ${port} of host ${name}` }];
}
