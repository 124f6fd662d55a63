import { isFilledIn, isLongRunning } from "../reading/pods";
import { containerRule } from "./pod-rule";

export const livenessProbe = containerRule(
  {
    id: "pods-liveness-probe",
    title: "What runs for long is restarted when it hangs",
    why: "A process that hangs stays, unready, until somebody looks.",
    fix: "Add a livenessProbe that fails only where a restart helps, and a startupProbe for slow starts.",
    level: "advisory",
    example: "livenessProbe:\n  httpGet: { path: /healthz, port: http }",
  },
  (container, pod) =>
    !isLongRunning(container, pod) ||
    isFilledIn(container, pod) ||
    container.field.at("livenessProbe").isSet
      ? undefined
      : "has no livenessProbe.",
);
