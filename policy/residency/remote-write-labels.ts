import { ownZone } from "../reading/homes";
import { prometheusConfigurations, type Remote, remotes, writeSteps } from "../reading/prometheus";
import { alternatives, relabelled, type Series, UnknownStep } from "../reading/relabelling";
import type { ResourceRule } from "../rule";

/** Labels that say who or what a sample is about, and one that nobody has thought of. */
const TELLING = ["tenant", "subscriber", "instance", "pod", "namespace", "any_other_label"];

export const remoteWriteLabels: ResourceRule = {
  id: "residency-remote-write-labels",
  kind: "resource",
  family: "residency",
  title: "Only labels of an allow-list are written out of a residency zone",
  why: "A label makes of a sum a sum for each tenant, pod or user. One that a rule or a release adds leaves the zone with the next sample.",
  fix: "Let write_relabel_configs end with a labelkeep of __name__ and the labels of leavingLabels, add nothing after it, and send no exemplars, whose labels nothing filters.",
  level: "mandatory",
  example: `write_relabel_configs:
  - action: labelkeep
    regex: __name__|region|entry|resource|state|replica
`,
  check(resource, context) {
    const zone = ownZone(context);
    if (zone === undefined) return [];
    const allowed = ["__name__", ...context.config.leavingLabels];
    return prometheusConfigurations(resource)
      .flatMap((configuration) => remotes(configuration, "remote_write"))
      .flatMap((remote) => [
        ...leavingBeyond(allowed, remote),
        ...(remote.field.at("send_exemplars").value === true
          ? [`${remote.field.path} sends exemplars, whose labels nothing filters.`]
          : []),
      ]);
  },
};

/** Follows a series of each name that is kept through all steps, with every label it might have. */
function leavingBeyond(allowed: readonly string[], remote: Remote): string[] {
  const steps = writeSteps(remote);
  const keepsByName = steps.some(
    ({ action, regex }) =>
      action === "labelkeep" &&
      alternatives(String(regex)).every((label) => allowed.includes(label)),
  );
  if (!keepsByName) {
    return [
      `${remote.field.path} has no labelkeep of allowed labels alone: ${allowed.join(", ")}.`,
    ];
  }
  const names = alternatives(String(steps[0]?.regex ?? "")).map((name) =>
    name.replace(/\.[*+]$/, "x"),
  );
  const labels: Series = Object.fromEntries([...allowed, ...TELLING].map((label) => [label, "x"]));
  try {
    const left = names.flatMap((__name__) =>
      Object.keys(relabelled({ ...labels, __name__ }, steps) ?? {}),
    );
    const beyond = [...new Set(left)].filter((label) => !allowed.includes(label));
    return beyond.length === 0
      ? []
      : [`${remote.field.path} lets the labels ${beyond.join(", ")} leave.`];
  } catch (error) {
    if (!(error instanceof UnknownStep)) throw error;
    return [`${remote.field.path} cannot be followed: ${error.message}.`];
  }
}
