import { podRule } from "./pod-rule";

export const noHostPaths = podRule(
  {
    id: "pods-no-host-paths",
    title: "No pod mounts a folder of its node",
    why: "In the node's files are other pods' secrets and volumes, and the ways to become root.",
    fix: "Mount a PersistentVolumeClaim for data, an emptyDir for scratch, a ConfigMap for settings.",
    level: "mandatory",
    example: "volumes:\n  - name: scratch\n    emptyDir: { sizeLimit: 1Gi }",
  },
  ({ spec }) =>
    spec
      .at("volumes")
      .items.filter((volume) => volume.at("hostPath").isSet)
      .map(
        (volume) =>
          `Volume ${volume.at("name").text ?? volume.path} is ` +
          `${volume.at("hostPath", "path").text ?? "a folder"} of the node.`,
      ),
);
