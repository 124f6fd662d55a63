import { podRule } from "./pod-rule";

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
const allowed: readonly string[] = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

export const volumeTypes = podRule(
  {
    id: "pods-volume-types",
    title: "Pods mount only volumes of the restricted kinds",
    why: "Kinds of volumes that reach past Kubernetes' claims have no owner, no size and no zone.",
    fix: `Use one of ${allowed.join(", ")}.`,
    level: "mandatory",
    example: "volumes:\n  - name: data\n    persistentVolumeClaim: { claimName: data }",
  },
  ({ spec }) =>
    spec.at("volumes").items.flatMap((volume) => {
      const kinds = volume.entries.map(([key]) => key).filter((key) => key !== "name");
      const other = kinds.find((kind) => !allowed.includes(kind));
      const name = volume.at("name").text ?? volume.path;
      return other === undefined ? [] : [`Volume ${name} is of the kind ${other}.`];
    }),
);
