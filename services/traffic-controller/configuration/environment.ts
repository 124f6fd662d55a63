import { z } from "zod";
import { CONFIGURATION_FILE } from "./file";

/** What a pod is told by variables: what differs between replicas, or is for whoever looks into one. */
export const environmentSchema = z.object({
  CONFIG_FILE: z.string().min(1).default(CONFIGURATION_FILE).describe("the path of a file"),
  POD_NAME: z.string().min(1).describe("the name of the pod, by which replicas are told apart"),
  HTTP_PORT: z
    .string()
    .regex(/^\d+$/)
    .default("8080")
    .transform(Number)
    .pipe(z.int().min(1).max(65_535))
    .describe("a TCP port, from 1 to 65535"),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error"])
    .default("info")
    .describe("one of debug, info, warn, error"),
});

/** Where the API server is, and what the pod proves itself by there. */
export const kubernetesSchema = z
  .object({
    KUBERNETES_SERVER: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe("the URL of an API server; left out: the cluster's own"),
    KUBERNETES_SERVICE_HOST: z.string().min(1).optional().describe("an address; every pod has it"),
    KUBERNETES_SERVICE_PORT: z.string().regex(/^\d+$/).default("443").describe("a TCP port"),
    CREDENTIALS_FOLDER: z
      .string()
      .min(1)
      .default("/var/run/secrets/kubernetes.io/serviceaccount")
      .describe("the path of a folder with `token` and `ca.crt`"),
  })
  .refine((it) => it.KUBERNETES_SERVER ?? it.KUBERNETES_SERVICE_HOST, {
    path: ["KUBERNETES_SERVER"],
    error: "the URL of an API server; in a pod of Kubernetes it is known without it",
  });

export type Environment = Readonly<Record<string, string | undefined>>;
