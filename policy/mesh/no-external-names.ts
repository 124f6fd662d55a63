import { meshRule } from "./mesh-rule";

/** What names of Services end in. */
const CLUSTER = ".svc.cluster.local";

export const noExternalNames = meshRule(
  "",
  "Service",
  {
    id: "mesh-no-external-names",
    title: "Names of Services lead to nothing outside of the cluster",
    why: "An ExternalName hides, behind a name that looks like the region's own, a host that data leaves for.",
    fix: `Name a Service, ending in ${CLUSTER}, or use a ServiceEntry.`,
    level: "mandatory",
    example:
      "spec:\n  type: ExternalName\n  externalName: prometheus.nephoran-global.svc.cluster.local",
  },
  (field) => {
    const { text } = field.at("spec", "externalName");
    return text === undefined || text.replace(/\.$/, "").endsWith(CLUSTER)
      ? []
      : [`It leads to ${text}.`];
  },
);
