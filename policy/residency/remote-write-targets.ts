import { ownZone } from "../reading/homes";
import { hostsInside } from "../reading/places";
import { prometheusConfigurations, remotes } from "../reading/prometheus";
import { hostOf, isOwnService } from "../reading/urls";
import type { ResourceRule } from "../rule";

export const remoteWriteTargets: ResourceRule = {
  id: "residency-remote-write-targets",
  kind: "resource",
  family: "residency",
  title: "A zone's Prometheus writes by its own gateway, and reads its own cluster",
  why: "What goes past the gateway goes past its identities, its routes and its counters. A receiver somewhere on the internet is a copy of the zone's metrics in somebody else's hands.",
  fix: "Write to a path of the internal gateway, which leads to the control planes of the topology. List a receiver inside the zone in the pack's zoneHosts.",
  level: "mandatory",
  example: `remote_write:
  - name: us-east-1
    url: http://internal-gateway.nephoran-ingress.svc:8443/metrics/us-east-1/api/v1/write
`,
  check(resource, context) {
    const zone = ownZone(context);
    if (zone === undefined) return [];
    const inside = hostsInside(zone, context);
    return prometheusConfigurations(resource)
      .flatMap((configuration) => [
        ...remotes(configuration, "remote_write"),
        ...remotes(configuration, "remote_read"),
      ])
      .flatMap(({ field, url }) => {
        const host = hostOf(url);
        if (host !== undefined && (isOwnService(host) || inside.includes(host))) return [];
        return [
          `${field.path} leads to ${url === "" ? "no URL" : url}, which is no Service of ` +
            `${context.region.name} and not listed as inside of the zone ${zone.name}.`,
        ];
      });
  },
};
