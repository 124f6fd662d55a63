import { probeRule } from "./pod-rule";

export const readinessProbe = probeRule(
  {
    id: "pods-readiness-probe",
    title: "What runs for long says when it is ready",
    why: "Without it a pod gets requests before it can answer, and a rollout goes on over pods that never could.",
    fix: "Add a readinessProbe of something that fails while the container cannot do its work.",
    level: "mandatory",
    example: "readinessProbe:\n  httpGet: { path: /readyz, port: http }",
  },
  "readinessProbe",
);
