import { containerRule } from "./pod-rule";

export const requests = containerRule(
  {
    id: "pods-requests",
    title: "Containers request the CPU and memory that they need",
    why: "Without requests the scheduler packs nodes until all that is on them is slow, and the first to go are these pods.",
    fix: "Set `resources.requests` with cpu and memory; measure what the container needs.",
    level: "mandatory",
    example: "resources:\n  requests: { cpu: 250m, memory: 256Mi }",
  },
  ({ field }) => {
    const missing = ["cpu", "memory"].filter(
      (one) => !field.at("resources", "requests", one).isSet,
    );
    return missing.length === 0 ? undefined : `requests no ${missing.join(" and no ")}.`;
  },
);
