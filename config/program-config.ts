import type { z } from "zod";
import { contradictions, isResident } from "./cross-checks";
import { hpaMaximum, intentsInFlight } from "./derived";
import { type MeshConfig, meshConfig } from "./mesh-config";
import { type MonitoringConfig, monitoringConfig } from "./monitoring-config";
import { ConfigError, parse, type Problem, show } from "./problems";
import { settingKey } from "./project";
import {
  type ComplianceMode,
  type RegionSettings,
  regionSettingsSchema,
  secretSettings,
} from "./region-settings";
import { type TokenIssuer, tokenIssuerOf } from "./token-issuer";
import { describeSchema } from "./schema-description";
import { SecretText } from "./secret-text";
import { type StateConfig, stateConfig } from "./state-config";
import { type Region, type Topology, TOPOLOGY_FILE, parseTopology } from "./topology";
import { type TrafficConfig, trafficConfig } from "./traffic-config";

/** Networks in CIDR notation. */
export type Cidrs = readonly string[];

/** Bounds of an autoscaler. */
export interface ReplicaBounds {
  readonly minimum: number;
  readonly maximum: number;
}

/** A model outside of the cluster. */
export interface LlmProvider {
  /** OpenAI-compatible API. */
  readonly url: string;
  readonly cidrs: Cidrs;
  readonly apiKey?: SecretText;
}

/** Where the vector store is backed up. */
export type WeaviateBackup = NonNullable<RegionSettings["weaviateBackup"]>;

/** Everything that the program of one region's stack is made from. */
export interface ProgramConfig extends MeshConfig, StateConfig, TrafficConfig, MonitoringConfig {
  readonly topology: Topology;
  readonly region: Region;
  readonly release: {
    /** Registry that all images come from. */
    readonly registry: string;
    /** Tag of all Nephoran images. */
    readonly version: string;
    /** Secrets in nephoran-system that open the registry. */
    readonly pullSecrets: readonly string[];
  };
  /** What the region takes on; llm-processor-regional alone can hold itself to it. */
  readonly limits: {
    /** Intents that the region works on at the same time. */
    readonly maxConcurrentIntents: number;
    readonly maxDeploymentsPerMinute: number;
    /** Requests per second to the model. */
    readonly maxLlmRequestsPerSecond: number;
  };
  readonly complianceMode: ComplianceMode;
  /** True if data is kept in the region's residency zone. */
  readonly dataResidency: boolean;
  /** Autoscaler of llm-processor-regional. */
  readonly llmReplicas: ReplicaBounds;
  readonly models: {
    /** The region's own inference; absent: none. GPUs for each replica, 0 for none. */
    readonly inference?: { readonly gpus: number };
    readonly provider?: LlmProvider;
  };
  readonly weaviate: {
    /** Tag of the image. */
    readonly version: string;
    readonly replicas: number;
    /** For each replica, as a Kubernetes quantity. */
    readonly storageSize: string;
    /** Absent: the cluster's default. */
    readonly storageClass?: string;
    /** Absent: no backups. */
    readonly backup?: WeaviateBackup;
  };
  /** The region's own provider of tokens. */
  readonly oauth2: TokenIssuer & {
    readonly clientId: string;
    /** Absent: one is made at random. */
    readonly clientSecret?: SecretText;
    /** Networks of the issuer; empty: pods do not call it. */
    readonly cidrs: Cidrs;
  };
  /** Counts up with each rotation of the region's generated secrets. */
  readonly secretsGeneration: number;
  /** The O-RAN edge; absent: none. Networks that are reached directly from the region. */
  readonly edge?: { readonly localBreakoutCidrs: Cidrs };
  /** A DNS cache on the nodes; absent: none. */
  readonly dnsCidrs?: Cidrs;
  /** Networks of the API server. */
  readonly kubeApiCidrs: Cidrs;
  /** True if what holds data cannot be deleted by the engine. */
  readonly protectStorage: boolean;
  readonly cluster: {
    /** Context of the kubeconfig that leads to the region's cluster. */
    readonly context: string;
    /** Path of the kubeconfig; absent: where kubectl looks, $KUBECONFIG and ~/.kube/config. */
    readonly kubeconfig?: string;
  };
}

/** Configuration as it comes from outside, not yet believed. */
export interface RawConfig {
  /** Name of the stack, which has to be the name of a region. */
  readonly stack: string;
  /** Value of `topology` in Pulumi.yaml. */
  readonly topology: unknown;
  /** The stack file's keys without their namespace; secrets as SecretText. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export const stackFile = (region: string): string => `Pulumi.${region}.yaml`;

/** The project's own keys, without their namespace. */
export function ownSettings<Value>(
  project: string,
  all: Readonly<Record<string, Value>>,
): Record<string, Value> {
  const prefix = `${project}:`;
  return Object.fromEntries(
    Object.entries(all)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}

/**
 * Types the configuration of one region's stack.
 *
 * @throws ConfigError with every problem of the topology, or else every problem of the stack.
 */
export function parseProgramConfig(raw: RawConfig): ProgramConfig {
  const topology = parseTopology(raw.topology);
  const file = stackFile(raw.stack);

  const region = regionOf(topology, raw.stack);

  const encrypted = needlesslyEncrypted(raw.settings, file);
  // Nothing can be read in them, and an object without fields might pass for one that has defaults.
  const readable = Object.fromEntries(
    Object.entries(raw.settings).filter(
      ([key]) => !encrypted.some((problem) => problem.key === settingKey(key)),
    ),
  );
  const parsed = parse(regionSettingsSchema, readable, { file, prefix: settingKey("") });
  if ("problems" in parsed || "problem" in region || encrypted.length > 0) {
    throw new ConfigError([
      ...("problem" in region ? [region.problem] : []),
      ...encrypted,
      ...("problems" in parsed ? parsed.problems : []),
    ]);
  }

  const problems = contradictions(parsed.value, region, topology, file);
  if (problems.length > 0) throw new ConfigError(problems);
  return programConfig(topology, region, parsed.value);
}

/**
 * What can be known of a stack without its settings.
 *
 * @throws ConfigError with every problem of the topology, or that it has no such region.
 */
export function parseRegion({
  stack,
  topology: raw,
}: Pick<RawConfig, "stack" | "topology">): Pick<ProgramConfig, "topology" | "region"> {
  const topology = parseTopology(raw);
  const region = regionOf(topology, stack);
  if ("problem" in region) throw new ConfigError([region.problem]);
  return { topology, region };
}

function regionOf(topology: Topology, stack: string): Region | { readonly problem: Problem } {
  const known = topology.regions.map(({ name }) => name).join(", ");
  const problem = {
    file: stackFile(stack),
    key: "the stack's name",
    seen: show(stack),
    allowed: `a region of the topology (${known}), or a new entry for it in ${TOPOLOGY_FILE}`,
  };
  return topology.regions.find(({ name }) => name === stack) ?? { problem };
}

/** Encrypted settings that are no secrets: what the region is like can be seen in it anyway. */
function needlesslyEncrypted(settings: RawConfig["settings"], file: string): Problem[] {
  return Object.entries<z.ZodType>(regionSettingsSchema.shape)
    .filter(([key]) => settings[key] instanceof SecretText && !secretSettings.has(key))
    .map(([key, schema]) => ({
      file,
      key: settingKey(key),
      seen: "encrypted",
      allowed: `in clear: ${describeSchema(schema).allowed}`,
    }));
}

function programConfig(
  topology: Topology,
  region: Region,
  settings: RegionSettings,
): ProgramConfig {
  const { oauth2, llmProvider: provider } = settings;
  return {
    topology,
    region: { ...region, displayName: settings.REGION_NAME ?? region.displayName },
    release: {
      registry: settings.REGISTRY,
      version: settings.VERSION,
      pullSecrets: settings.imagePullSecrets,
    },
    limits: {
      maxConcurrentIntents:
        settings.MAX_CONCURRENT_INTENTS ?? intentsInFlight(region.capacityIntentsPerMinute),
      maxDeploymentsPerMinute: settings.MAX_DEPLOYMENTS_PER_MINUTE,
      maxLlmRequestsPerSecond: settings.MAX_LLM_RPS,
    },
    complianceMode: settings.COMPLIANCE_MODE,
    dataResidency: isResident(settings, region),
    llmReplicas: { minimum: settings.LLM_REPLICAS, maximum: hpaMaximum(settings.LLM_REPLICAS) },
    models: {
      ...(settings.LOCAL_ML_ENABLED && { inference: { gpus: settings.inferenceGpus } }),
      ...(provider && {
        provider: {
          url: provider.url,
          cidrs: provider.cidrs,
          ...given("apiKey", settings.llmProviderApiKey),
        },
      }),
    },
    weaviate: {
      version: settings.weaviateVersion,
      replicas: settings.WEAVIATE_REPLICAS,
      storageSize: settings.WEAVIATE_STORAGE_SIZE,
      ...given("storageClass", settings.weaviateStorageClass),
      ...given("backup", settings.weaviateBackup),
    },
    oauth2: {
      ...tokenIssuerOf(region, topology),
      clientId: oauth2.clientId ?? `nephoran-${region.name}`,
      ...given("clientSecret", settings.oauth2ClientSecret),
      cidrs: oauth2.cidrs ?? [],
    },
    ...meshConfig(settings),
    ...stateConfig(settings),
    ...trafficConfig(settings),
    ...monitoringConfig(settings),
    secretsGeneration: settings.secretsGeneration,
    ...(settings.EDGE_ENABLED && {
      edge: { localBreakoutCidrs: settings.localBreakoutCidrs ?? SHARED_ADDRESS_SPACE },
    }),
    ...given("dnsCidrs", settings.dnsCidrs),
    kubeApiCidrs: settings.kubeApiCidrs,
    protectStorage: settings.protectStorage,
    cluster: {
      context: settings.kubeContext ?? region.name,
      ...given("kubeconfig", settings.kubeconfig),
    },
  };
}

/** Addresses that carriers use inside their own networks: RFC 6598. */
const SHARED_ADDRESS_SPACE = ["100.64.0.0/10"];

/** The field if there is a value for it, or nothing: an optional field is never `undefined`. */
function given<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [key in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [key in Key]: Value });
}
