import type { Field } from "../reading/field";
import { ownZone } from "../reading/homes";
import { meshSettings } from "../reading/mesh-settings";
import { hostsInside } from "../reading/places";
import { hostOf, isOwnService } from "../reading/urls";
import type { ResourceRule } from "../rule";

/** Keys under which the mesh is told of whoever gets traces, logs or requests to look at. */
const TARGETS = ["service", "address"];

export const telemetryTargets: ResourceRule = {
  id: "residency-telemetry-targets",
  kind: "resource",
  family: "residency",
  title: "Traces and logs of a residency zone go to collectors in the zone",
  why: "A trace carries paths, hosts and identities of each request, and an access log carries addresses. Proxies send them to whatever the mesh names, past every route.",
  fix: "Let extensionProviders and tracing name Services of the region's own cluster, or list a collector inside the zone in the pack's zoneHosts.",
  level: "mandatory",
  example: `# Values of the chart istiod
meshConfig:
  extensionProviders:
    - name: traces
      opentelemetry: {service: collector.nephoran-global.svc.cluster.local, port: 4317}
`,
  check(resource, context) {
    const zone = ownZone(context);
    const mesh = zone && meshSettings(resource);
    if (zone === undefined || mesh === undefined) return [];
    const inside = hostsInside(zone, context);
    return [mesh.at("extensionProviders"), mesh.at("defaultConfig", "tracing")]
      .flatMap(targetsBelow)
      .filter(({ text = "" }) => {
        // A Service may be written with its namespace in front: `nephoran-global/collector…`.
        const host = hostOf(text.slice(text.indexOf("/") + 1));
        return host === undefined || !(isOwnService(host) || inside.includes(host));
      })
      .map(
        ({ path, text }) =>
          `${path} is ${text}, which is not known to be in the zone ${zone.name}.`,
      );
  },
};

const targetsBelow = (field: Field): Field[] =>
  [...field.items, ...field.entries.map(([, value]) => value)].flatMap((below) => [
    ...TARGETS.map((key) => below.at(key)).filter(({ text }) => text !== undefined),
    ...targetsBelow(below),
  ]);
