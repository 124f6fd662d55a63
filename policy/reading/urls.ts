import { zoneHost } from "../../routing/hosts";
import type { PolicyContext } from "../rule";
import { boundHosts, publicBoundHosts } from "./mesh-hosts";
import { zonesOf } from "./homes";

/** The host of a URL, or of `host:port`; `undefined` if there is none. */
export function hostOf(address: string): string | undefined {
  const url = address.includes("://") ? address : `tcp://${address}`;
  return URL.canParse(url) ? new URL(url).hostname.toLowerCase() : undefined;
}

/** True for a Service of the region's own cluster. */
export const isOwnService = (host: string): boolean => /\.svc(\.cluster\.local)?$/.test(host);

/** The zone whose hosts a host is one of, or below; `undefined` if it is no zone's. */
export function zoneOfHost(
  host: string,
  context: Pick<PolicyContext, "topology">,
): string | undefined {
  const known = [...boundHosts(context), ...publicBoundHosts(context)];
  const [, regions] = known.find(([name]) => host === name || host.endsWith(`.${name}`)) ?? [];
  return zonesOf(context).find(
    (zone) =>
      host === zoneHost(zone.name) || regions?.every((region) => zone.regions.includes(region)),
  )?.name;
}
