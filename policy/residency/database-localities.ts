import { regionHost } from "../../routing/hosts";
import { startOf } from "../reading/cockroach-start";
import type { ResourceRule } from "../rule";

export const databaseLocalities: ResourceRule = {
  id: "residency-database-localities",
  kind: "resource",
  family: "residency",
  title: "Nodes of the state store say truly which region they are in",
  why: "CockroachDB places replicas by what each node says of itself. A node outside of the zone that says it is inside gets the zone's data, and no setting of the database notices.",
  fix: "Start nodes with --locality=region=REGION of their own stack, and advertise them by names of that region.",
  level: "mandatory",
  example: `command:
  - /cockroach/cockroach
  - start
  - --locality=region=eu-west-1,zone=eu-west-1a
  - --advertise-addr=cockroachdb-0.cockroachdb.eu-west-1.nephoran.local:26257
`,
  check(resource, context) {
    const start = startOf(resource);
    if (start === undefined) return [];
    const { name } = context.region;
    const [, region] = /(?:^|,)region=([^,]+)/.exec(start.option("locality") ?? "") ?? [];
    const advertised = start.option("advertise-addr");
    const isOwn =
      advertised === undefined ||
      context.topology.regions.every(
        (other) => other.name === name || !advertised.includes(regionHost(other.name)),
      );
    return [
      ...(region === name
        ? []
        : [`${start.path} starts nodes of ${name} that say they are in ${region ?? "no region"}.`]),
      ...(isOwn ? [] : [`${start.path} advertises nodes of ${name} as ${advertised}.`]),
    ];
  },
};
