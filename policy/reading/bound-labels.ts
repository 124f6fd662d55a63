import type { AdmittedResources, AdmissionValidation } from "../admission/admission";

/** Where an object, or the pods that it makes, may carry a label. */
export const labelPaths = [
  ["metadata", "labels"],
  ["spec", "template", "metadata", "labels"],
  ["spec", "jobTemplate", "spec", "template", "metadata", "labels"],
] as const;

/** What may hold or handle data in a namespace. */
export const boundKinds: readonly AdmittedResources[] = [
  {
    group: "",
    versions: ["v1"],
    resources: [
      "configmaps",
      "namespaces",
      "persistentvolumeclaims",
      "pods",
      "secrets",
      "services",
    ],
  },
  { group: "apps", versions: ["v1"], resources: ["daemonsets", "deployments", "statefulsets"] },
  { group: "batch", versions: ["v1"], resources: ["cronjobs", "jobs"] },
];

/**
 * Lets a label have certain values only, wherever an object may carry it.
 *
 * @param allowed the values; none: the label may not be there.
 */
export const onlyLabelled = (
  label: string,
  allowed: readonly string[],
  message: string,
): AdmissionValidation[] =>
  labelPaths.map((path) => {
    const labels = `object.${path.join(".")}`;
    const there = path.map((_, step) => `has(object.${path.slice(0, step + 1).join(".")})`);
    const isLabelled = [...there, `'${label}' in ${labels}`].join(" && ");
    const values = allowed.map((value) => `'${value}'`).join(", ");
    return {
      expression: `!(${isLabelled}) || ${labels}['${label}'] in [${values}]`,
      message,
    };
  });
