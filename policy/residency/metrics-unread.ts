import { Field } from "../reading/field";
import { isKind } from "../reading/object";
import { prometheusConfigurations } from "../reading/prometheus";
import { hostOf, zoneOfHost } from "../reading/urls";
import { yamlIn } from "../reading/yaml-text";
import type { PolicyResource, ResourceRule } from "../rule";

export const metricsUnread: ResourceRule = {
  id: "residency-metrics-unread",
  kind: "resource",
  family: "residency",
  title: "Nobody outside of a residency zone reads the zone's metrics at their source",
  why: "A filter on what a zone writes is worth nothing where another region may ask its Prometheus for all of it, by remote read, federation, scraping or a dashboard's data source.",
  fix: "Look at the aggregates that the zone writes to the control planes; who needs more looks at it inside the zone.",
  level: "mandatory",
  example: `# Grafana in us-east-1 asks the Prometheus of its own region, which has every zone's aggregates
datasources:
  - name: Prometheus
    url: http://prometheus-global.nephoran-global.svc:9090
`,
  check(resource, context) {
    return sourcesIn(resource).flatMap(({ path, text = "" }) => {
      const zone = zoneOfHost(hostOf(text) ?? "", context);
      return zone === undefined || zone === context.region.residencyZone
        ? []
        : [`${path} reads ${text}, which is in the zone ${zone}.`];
    });
  },
};

/** Wherever a Prometheus or a Grafana gets numbers from. */
function sourcesIn(resource: PolicyResource): Field[] {
  const prometheus = prometheusConfigurations(resource).flatMap((configuration) => [
    ...configuration.at("remote_read").items.map((remote) => remote.at("url")),
    ...configuration
      .at("scrape_configs")
      .items.flatMap((job) => job.at("static_configs").items)
      .flatMap((targets) => targets.at("targets").items),
  ]);
  return [...prometheus, ...dataSourcesIn(resource)];
}

function dataSourcesIn(resource: PolicyResource): Field[] {
  if (!isKind(resource, "", "ConfigMap")) return [];
  return Field.of(resource)
    .at("data")
    .entries.flatMap(([, { path, text }]) =>
      text?.includes("datasources:")
        ? (yamlIn(text, path)?.at("datasources").items ?? []).map((source) => source.at("url"))
        : [],
    );
}
