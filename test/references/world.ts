import { parse } from "yaml";
import { z } from "zod";
import { readObject } from "../../network/object";
import type { Manifest } from "../../render/manifest";
import { type Pod, podsOf } from "./pods";

/** Where a region's gateway is reached. */
export interface GatewayAddresses {
  /** From the region itself; means nothing elsewhere. */
  readonly inside: string;
  /** From other regions. */
  readonly outside: string;
}

/** A region as it would run: everything that is made in its cluster. */
export interface RegionObjects {
  readonly region: string;
  readonly objects: readonly Manifest[];
  readonly pods: readonly Pod[];
  readonly gateway: GatewayAddresses;
}

/** All regions, each of which refers to the others. */
export type World = readonly RegionObjects[];

/** Something that an object refers to and that is not there. */
export interface Dangling {
  /** The object that refers, as `Kind namespace/name`. */
  readonly from: string;
  /** What is not there, in words that stand after 'no'. */
  readonly missing: string;
}

/** Looks at everything of one kind of reference in a region. */
export type Rule = (region: RegionObjects, world: World) => Dangling[];

export const regionObjects = (
  region: string,
  objects: readonly Manifest[],
  gateway: GatewayAddresses,
): RegionObjects => ({ region, objects, pods: podsOf(objects), gateway });

export const ofKind = ({ objects }: RegionObjects, ...kinds: readonly string[]): Manifest[] =>
  objects.filter(({ kind }) => kinds.includes(kind));

/** `Kind namespace/name`, or `Kind name` for what has no namespace. */
export const nameOf = ({ kind, metadata: { namespace, name } }: Manifest): string =>
  named(kind, namespace, name);

export const named = (kind: string, namespace: string | undefined, name: string): string =>
  `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;

/** A reference to an object by its name: dangling unless a region has that object. */
export function toObject(
  { objects }: RegionObjects,
  from: string,
  ...[kind, namespace, name]: Parameters<typeof named>
): Dangling[] {
  const wanted = named(kind, namespace, name);
  return objects.some((object) => nameOf(object) === wanted) ? [] : [{ from, missing: wanted }];
}

export const namespaceOf = ({ metadata }: Manifest): string => metadata.namespace ?? "default";

/** The trust domain that a region's istiod signs identities for, as its own settings have it. */
export function trustDomainOf({ region, objects }: RegionObjects): string {
  const settings = objects.find((object) => nameOf(object) === "ConfigMap istio-system/istio");
  if (settings === undefined) throw new Error(`${region} has no settings of its mesh.`);
  const { mesh } = readObject(settings, z.object({ mesh: z.string() }), ["data"]);
  return z.object({ trustDomain: z.string() }).parse(parse(mesh)).trustDomain;
}

/** What a pod is called in certificates. */
export const identityOf = (region: RegionObjects, { namespace, serviceAccount }: Pod): string =>
  `${trustDomainOf(region)}/ns/${namespace}/sa/${serviceAccount}`;
