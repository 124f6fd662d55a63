import { bundleFile } from "./bundle-file";
import type { ImageEntry } from "./entry";

/** Both processors: one image, which its containers tell by their names what to be. */
export const llmProcessor: ImageEntry = {
  repository: "nephoran/llm-processor",
  standIn:
    "A small server that takes intents as the processors do, with a given time and capacity; " +
    "no language model answers.",
  process: ({ container, tools }) => ({
    kind: "run",
    command: [tools.node, bundleFile(tools, "llm-processor"), ...container.args],
    environment: { NODE_ENV: "production", ...container.environment },
    workingDirectory: "/",
  }),
};
