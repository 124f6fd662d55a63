import { z } from "zod";

/** The API leaves out what is empty, or writes null. */
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items): z.output<T>[] => items ?? []);

const textByName = z
  .record(z.string(), z.string())
  .nullish()
  .transform((values) => values ?? {});

const keyRef = z.object({
  name: z.string().default(""),
  key: z.string(),
  optional: z.boolean().default(false),
});
const fieldRef = z.object({ fieldPath: z.string() });
const resourceFieldRef = z.object({
  resource: z.string(),
  containerName: z.string().optional(),
  divisor: z.union([z.string(), z.number()]).transform(String).default("1"),
});

const envSchema = z.object({
  name: z.string(),
  value: z.string().default(""),
  valueFrom: z
    .object({
      fieldRef: fieldRef.optional(),
      resourceFieldRef: resourceFieldRef.optional(),
      configMapKeyRef: keyRef.optional(),
      secretKeyRef: keyRef.optional(),
    })
    .optional(),
});

const objectRef = z.object({ name: z.string().default(""), optional: z.boolean().default(false) });
const envFromSchema = z.object({
  prefix: z.string().default(""),
  configMapRef: objectRef.optional(),
  secretRef: objectRef.optional(),
});

const port = z.union([z.number(), z.string()]);
const httpGet = z.object({
  path: z.string().default("/"),
  port,
  host: z.string().optional(),
  scheme: z.enum(["HTTP", "HTTPS"]).default("HTTP"),
  httpHeaders: listOf(z.object({ name: z.string(), value: z.string() })),
});
const exec = z.object({ command: listOf(z.string()) });

const probeSchema = z.object({
  httpGet: httpGet.optional(),
  tcpSocket: z.object({ port, host: z.string().optional() }).optional(),
  exec: exec.optional(),
  initialDelaySeconds: z.number().default(0),
  periodSeconds: z.number().default(10),
  timeoutSeconds: z.number().default(1),
  successThreshold: z.number().default(1),
  failureThreshold: z.number().default(3),
  terminationGracePeriodSeconds: z.number().optional(),
});

const hookSchema = z.object({
  exec: exec.optional(),
  httpGet: httpGet.optional(),
  sleep: z.object({ seconds: z.number() }).optional(),
});

const quantities = z
  .record(z.string(), z.union([z.string(), z.number()]).transform(String))
  .default({});

const containerSchema = z.object({
  name: z.string(),
  image: z.string(),
  command: listOf(z.string()),
  args: listOf(z.string()),
  workingDir: z.string().optional(),
  env: listOf(envSchema),
  envFrom: listOf(envFromSchema),
  ports: listOf(z.object({ name: z.string().optional(), containerPort: z.number() })),
  volumeMounts: listOf(
    z.object({
      name: z.string(),
      mountPath: z.string(),
      subPath: z.string().optional(),
      subPathExpr: z.string().optional(),
      readOnly: z.boolean().default(false),
    }),
  ),
  resources: z.object({ limits: quantities, requests: quantities }).partial().default({}),
  securityContext: z.object({ readOnlyRootFilesystem: z.boolean().optional() }).default({}),
  startupProbe: probeSchema.optional(),
  livenessProbe: probeSchema.optional(),
  readinessProbe: probeSchema.optional(),
  lifecycle: z
    .object({ postStart: hookSchema.optional(), preStop: hookSchema.optional() })
    .default({}),
  /** `Always` makes an init container a sidecar. */
  restartPolicy: z.string().optional(),
});

const items = z
  .array(z.object({ key: z.string(), path: z.string(), mode: z.number().optional() }))
  .nullish()
  .transform((list) => list ?? undefined);
const downwardItems = listOf(
  z.object({
    path: z.string(),
    mode: z.number().optional(),
    fieldRef: fieldRef.optional(),
    resourceFieldRef: resourceFieldRef.optional(),
  }),
);
const optional = z.boolean().default(false);
const defaultMode = z.number().default(0o644);

const volumeSchema = z.object({
  name: z.string(),
  configMap: z.object({ name: z.string().default(""), items, optional, defaultMode }).optional(),
  secret: z.object({ secretName: z.string().default(""), items, optional, defaultMode }).optional(),
  downwardAPI: z.object({ items: downwardItems, defaultMode }).optional(),
  projected: z
    .object({
      defaultMode,
      sources: listOf(
        z.object({
          configMap: z.object({ name: z.string().default(""), items, optional }).optional(),
          secret: z.object({ name: z.string().default(""), items, optional }).optional(),
          downwardAPI: z.object({ items: downwardItems }).optional(),
          serviceAccountToken: z
            .object({
              path: z.string(),
              audience: z.string().optional(),
              expirationSeconds: z.number().default(3600),
            })
            .optional(),
        }),
      ),
    })
    .optional(),
  persistentVolumeClaim: z.object({ claimName: z.string() }).optional(),
});

const conditionSchema = z.object({
  type: z.string(),
  status: z.string(),
  lastTransitionTime: z.string().nullish(),
});

/** The part of a Pod that decides what runs, and what is said of it. */
export const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    labels: textByName,
    annotations: textByName,
    creationTimestamp: z.string().optional(),
    deletionTimestamp: z.string().optional(),
    deletionGracePeriodSeconds: z.number().optional(),
  }),
  spec: z.object({
    nodeName: z.string().optional(),
    hostname: z.string().optional(),
    subdomain: z.string().optional(),
    serviceAccountName: z.string().default("default"),
    enableServiceLinks: z.boolean().optional(),
    restartPolicy: z.enum(["Always", "OnFailure", "Never"]).default("Always"),
    terminationGracePeriodSeconds: z.number().default(30),
    initContainers: listOf(containerSchema),
    containers: z.array(containerSchema).min(1),
    volumes: listOf(volumeSchema),
    readinessGates: listOf(z.object({ conditionType: z.string() })),
    hostAliases: listOf(z.object({ ip: z.string(), hostnames: listOf(z.string()) })),
  }),
  status: z
    .object({
      phase: z.string().optional(),
      podIP: z.string().optional(),
      startTime: z.string().optional(),
      conditions: listOf(conditionSchema),
      containerStatuses: listOf(z.object({ name: z.string(), restartCount: z.number() })),
      initContainerStatuses: listOf(z.object({ name: z.string(), restartCount: z.number() })),
    })
    .default({ conditions: [], containerStatuses: [], initContainerStatuses: [] }),
});

export type Pod = z.output<typeof podSchema>;
export type Container = Pod["spec"]["containers"][number];
export type Volume = Pod["spec"]["volumes"][number];
export type PodProbe = NonNullable<Container["readinessProbe"]>;
export type Hook = NonNullable<Container["lifecycle"]["preStop"]>;
export type Condition = Pod["status"]["conditions"][number];

/** An init container that goes on beside the others: Kubernetes' native sidecar. */
export const isSidecar = (container: Container): boolean => container.restartPolicy === "Always";

/** All containers of a pod in the order in which they start. */
export const containersOf = ({ spec }: Pod): Container[] => [
  ...spec.initContainers,
  ...spec.containers,
];
