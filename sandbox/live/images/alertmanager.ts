import type { ImageEntry } from "./entry";

/** Alertmanager itself, with the pod's own arguments. */
export const alertmanager: ImageEntry = {
  repository: "prom/alertmanager",
  process: ({ container, tools }) => ({
    kind: "run",
    command: [tools.alertmanager, ...container.command.slice(1), ...container.args],
    environment: container.environment,
    workingDirectory: "/alertmanager",
  }),
};
