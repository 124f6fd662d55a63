import { security } from "../reading/pods";
import { containerRule } from "./pod-rule";

export const nonRoot = containerRule(
  {
    id: "pods-non-root",
    title: "Containers say that they do not run as root",
    why: "Without it the image decides, and the next image may be one that runs as root.",
    fix: "Set `runAsNonRoot: true` for the pod or the container.",
    level: "mandatory",
    example: "securityContext:\n  runAsNonRoot: true",
  },
  (container, pod) =>
    security(container, pod, "runAsNonRoot").value === true
      ? undefined
      : "is not held to run as another user than root.",
);
