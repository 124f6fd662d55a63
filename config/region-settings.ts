import { z } from "zod";

/** What a single region may set in its own stack file, under `nephoran:KEY`. */
export const regionSettingsSchema = z.strictObject({
  REGION: z
    .string()
    .optional()
    .describe("the name of the stack, which is the name of a region of the topology"),
  VERSION: z.coerce
    .string()
    .regex(/^[\w][\w.-]{0,127}$/)
    .default("latest")
    .describe("an image tag: letters, digits, dots, dashes and underscores, such as 1.4.2"),
  REGISTRY: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9._-]+)*$/)
    .default("docker.io")
    .describe("a registry, with or without a path, such as docker.io or registry.example.com/team"),
  MAX_CONCURRENT_INTENTS: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe(
      "a whole number of intents in flight, at least 1; left out: derived from the capacity",
    ),
  LLM_REPLICAS: z.coerce
    .number()
    .int()
    .min(2)
    .max(100)
    .default(3)
    .describe("a whole number of replicas from 2 (one may be evicted) to 100"),
  kubeContext: z
    .string()
    .min(1)
    .optional()
    .describe("a context of the kubeconfig; left out: the name of the region"),
  kubeconfig: z
    .string()
    .min(1)
    .optional()
    .describe("path of a kubeconfig file; left out: $KUBECONFIG, then ~/.kube/config"),
});

export type RegionSettings = z.output<typeof regionSettingsSchema>;
