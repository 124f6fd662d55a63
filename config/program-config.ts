import { hpaMaximum, intentsInFlight } from "./derived";
import { ConfigError, parse, type Problem, show } from "./problems";
import { regionSettingsSchema } from "./region-settings";
import { type Region, type Topology, TOPOLOGY_FILE, parseTopology } from "./topology";

/** Everything that the program of one region's stack is made from. */
export interface ProgramConfig {
  readonly topology: Topology;
  readonly region: Region;
  readonly release: {
    /** Registry that all Nephoran images come from. */
    readonly registry: string;
    /** Tag of all Nephoran images. */
    readonly version: string;
  };
  /** Intents that the region works on at the same time. */
  readonly maxConcurrentIntents: number;
  /** Bounds of the autoscaler of llm-processor-regional. */
  readonly llmReplicas: { readonly minimum: number; readonly maximum: number };
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
  /** The stack file's keys without their namespace. */
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

  const region = topology.regions.find(({ name }) => name === raw.stack);
  const known = topology.regions.map(({ name }) => name).join(", ");
  const unknownRegion: Problem = {
    file,
    key: "the stack's name",
    seen: show(raw.stack),
    allowed: `a region of the topology (${known}), or a new entry for it in ${TOPOLOGY_FILE}`,
  };

  const parsed = parse(regionSettingsSchema, raw.settings, { file, prefix: "nephoran:" });
  if ("problems" in parsed || region === undefined) {
    throw new ConfigError([
      ...(region === undefined ? [unknownRegion] : []),
      ...("problems" in parsed ? parsed.problems : []),
    ]);
  }

  const settings = parsed.value;
  if (settings.REGION !== undefined && settings.REGION !== region.name) {
    throw new ConfigError([
      {
        file,
        key: "nephoran:REGION",
        seen: show(settings.REGION),
        allowed: `${region.name}, the name of the stack; or leave it out`,
      },
    ]);
  }

  return {
    topology,
    region,
    release: { registry: settings.REGISTRY, version: settings.VERSION },
    maxConcurrentIntents:
      settings.MAX_CONCURRENT_INTENTS ?? intentsInFlight(region.capacityIntentsPerMinute),
    llmReplicas: { minimum: settings.LLM_REPLICAS, maximum: hpaMaximum(settings.LLM_REPLICAS) },
    cluster: {
      context: settings.kubeContext ?? region.name,
      ...(settings.kubeconfig === undefined ? {} : { kubeconfig: settings.kubeconfig }),
    },
  };
}
