import { isFilledIn, isLongRunning } from "../reading/pods";
import { containerRule } from "./pod-rule";

export const readinessProbe = containerRule(
  {
    id: "pods-readiness-probe",
    title: "What runs for long says when it is ready",
    why: "Without it a pod gets requests before it can answer, and a rollout goes on over pods that never could.",
    fix: "Add a readinessProbe of something that fails while the container cannot do its work.",
    level: "mandatory",
    example: "readinessProbe:\n  httpGet: { path: /readyz, port: http }",
  },
  (container, pod) =>
    !isLongRunning(container, pod) ||
    isFilledIn(container, pod) ||
    container.field.at("readinessProbe").isSet
      ? undefined
      : "has no readinessProbe.",
);
