import { ownZone } from "../reading/homes";
import { prometheusConfigurations, remotes, writeSteps } from "../reading/prometheus";
import { alternatives } from "../reading/relabelling";
import type { ResourceRule } from "../rule";

/** Names of series that are sums over everybody, by the convention of recording rules. */
const AGGREGATES = /^nephoran:[\w:]*(\.[*+])?$/;

export const remoteWriteSeries: ResourceRule = {
  id: "residency-remote-write-series",
  kind: "resource",
  family: "residency",
  title: "Only aggregates are written out of a residency zone",
  why: "A series of a pod or of a tenant is data about somebody. What a zone's Prometheus writes to another region, the zone has given away.",
  fix: "Let the first of write_relabel_configs keep what __name__ matches of a list of series that begin with `nephoran:`, all of them made by recording rules.",
  level: "mandatory",
  example: `remote_write:
  - name: us-east-1
    url: http://internal-gateway.nephoran-ingress.svc:8443/metrics/us-east-1/api/v1/write
    write_relabel_configs:
      - action: keep
        source_labels: [__name__]
        regex: nephoran:region:request_rate|nephoran:region:state
`,
  check(resource, context) {
    const zone = ownZone(context);
    if (zone === undefined) return [];
    return prometheusConfigurations(resource)
      .flatMap((configuration) => remotes(configuration, "remote_write"))
      .flatMap((remote) => {
        const [first] = writeSteps(remote);
        const keeps =
          first?.action === "keep" &&
          first.source_labels?.length === 1 &&
          first.source_labels[0] === "__name__";
        if (first === undefined || !keeps) {
          return [
            `${remote.field.path} does not begin with keeping series by __name__, so that every series ` +
              `leaves the zone ${zone.name}.`,
          ];
        }
        return alternatives(String(first.regex ?? ".*"))
          .filter((name) => !AGGREGATES.test(name))
          .map(
            (name) =>
              `${remote.field.path} lets ${name} leave the zone ${zone.name}, and that is no ` +
              "aggregate whose name begins with nephoran:.",
          );
      });
  },
};
