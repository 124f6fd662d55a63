import { costRule } from "./cost-rule";

export const boundedJobs = costRule(
  "batch",
  ["Job", "CronJob"],
  {
    id: "cost-bounded-jobs",
    title: "Jobs end, and do not pile up",
    why: "A Job that hangs holds its node until somebody looks; a CronJob starts the next one beside it.",
    fix: "Set activeDeadlineSeconds, and concurrencyPolicy to Forbid or Replace.",
    level: "advisory",
    example:
      "spec:\n  concurrencyPolicy: Forbid\n  jobTemplate:\n    spec: { activeDeadlineSeconds: 3600 }",
  },
  (field, _, { type }) => {
    const isCron = type.endsWith(":CronJob");
    const job = isCron ? field.at("spec", "jobTemplate", "spec") : field.at("spec");
    const policy = field.at("spec", "concurrencyPolicy").text ?? "Allow";
    return [
      ...(job.at("activeDeadlineSeconds").number === undefined ? ["It may run for ever."] : []),
      ...(isCron && policy === "Allow" ? ["It may run several times at once."] : []),
    ];
  },
);
