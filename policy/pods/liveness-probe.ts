import { probeRule } from "./pod-rule";

export const livenessProbe = probeRule(
  {
    id: "pods-liveness-probe",
    title: "What runs for long is restarted when it hangs",
    why: "A process that hangs stays, unready, until somebody looks.",
    fix: "Add a livenessProbe that fails only where a restart helps, and a startupProbe for slow starts.",
    level: "advisory",
    example: "livenessProbe:\n  httpGet: { path: /healthz, port: http }",
  },
  "livenessProbe",
);
