import { podRule } from "./pod-rule";

export const noRootUser = podRule(
  {
    id: "pods-no-root-user",
    title: "No container asks to be run as root",
    why: "Whoever breaks out of a container is on the node the user that it ran as.",
    fix: "Set `runAsUser` to a number from 1 that the image's files can be read by.",
    level: "mandatory",
    example: "securityContext:\n  runAsUser: 10001",
  },
  ({ spec, containers }) => [
    // Containers that others add to the pod take it from there.
    ...(spec.at("securityContext", "runAsUser").value === 0 ? ["Its pods run as the user 0."] : []),
    ...containers
      .filter(({ field }) => field.at("securityContext", "runAsUser").value === 0)
      .map(({ name }) => `Container ${name} runs as the user 0.`),
  ],
);
