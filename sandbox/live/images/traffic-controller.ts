import { bundleFile } from "./bundle-file";
import type { ImageEntry } from "./entry";

/** The traffic controller as its own image has it: one bundle, run by Node. */
export const trafficController: ImageEntry = {
  repository: "nephoran/traffic-controller",
  process: ({ container, tools }) => ({
    kind: "run",
    command: [tools.node, bundleFile(tools, "traffic-controller"), ...container.args],
    environment: { NODE_ENV: "production", ...container.environment },
    workingDirectory: "/",
  }),
};
