import { z } from "zod";

const toolsSchema = z.strictObject({
  node: z.string(),
  repository: z.string(),
  pilotDiscovery: z.string(),
  pilotAgent: z.string(),
  envoy: z.string(),
  envoyBootstrap: z.string(),
  prometheus: z.string(),
  alertmanager: z.string(),
  kubeStateMetrics: z.string(),
  postgres: z.string().optional(),
  bundles: z.string(),
});

/** What a runner's process is started with; it holds a token, so the file is its owner's alone. */
export const runnerSettingsSchema = z.strictObject({
  region: z.string(),
  regionIndex: z.int().min(0),
  /** State folder of the live depth. */
  directory: z.string(),
  /** Which network it is: one that was opened anew has other namespaces. */
  network: z.string(),
  api: z.strictObject({ server: z.string(), authority: z.string(), token: z.string() }),
  tools: toolsSchema,
  kubelet: z.strictObject({ port: z.int(), certificate: z.string(), key: z.string() }),
});

export type RunnerSettings = z.output<typeof runnerSettingsSchema>;
