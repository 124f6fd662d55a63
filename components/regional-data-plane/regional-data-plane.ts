import * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import { namespaces } from "../region-base/namespaces";
import { typeTokens } from "../type-tokens";
import { selectorOf, Workload } from "../workload/workload";
import { networkIntentDefinition } from "./network-intent";

/** The part of the configuration that the data plane depends on. */
export type RegionalDataPlaneArgs = Pick<
  ProgramConfig,
  "region" | "release" | "maxConcurrentIntents" | "llmReplicas"
>;

const HTTP_PORT = 8080;

const FRONT = "llm-processor";
const PROCESSOR = "llm-processor-regional";

/**
 * What takes and processes intents inside a region: the NetworkIntent API, `llm-processor-regional`,
 * which does the work, and `llm-processor`, the front for callers inside the region.
 */
export class RegionalDataPlane extends pulumi.ComponentResource {
  /** Where intents are processed, for callers that the network policies let through. */
  readonly processorUrl: string;

  constructor(name: string, args: RegionalDataPlaneArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.RegionalDataPlane, name, {}, opts);
    const { region, release } = args;
    const image = `${release.registry}/nephoran/llm-processor:${release.version}`;
    const inSystem = { region, namespace: namespaces.system, image, port: HTTP_PORT };
    const probes = { livenessPath: "/healthz", readinessPath: "/readyz" };

    networkIntentDefinition(`${name}-network-intent`, region, { parent: this });

    const processor = new Workload(
      PROCESSOR,
      {
        ...inSystem,
        ...probes,
        replicas: args.llmReplicas,
        configMapName: "nephoran-regional-config",
        settings: {
          REGION: region.name,
          REGION_NAME: region.displayName,
          MAX_CONCURRENT_INTENTS: String(args.maxConcurrentIntents),
        },
        requests: { cpu: "500m", memory: "512Mi", "ephemeral-storage": "256Mi" },
        limits: { cpu: "2", memory: "2Gi", "ephemeral-storage": "1Gi" },
        allows: [
          {
            name: "from-llm-processor",
            direction: "ingress",
            peer: { namespace: namespaces.system, selector: selectorOf(FRONT) },
            port: HTTP_PORT,
            reason: "The front hands on the intents that it takes inside the region.",
          },
        ],
      },
      { parent: this },
    );

    new Workload(
      FRONT,
      {
        ...inSystem,
        ...probes,
        // Two carry the front: it only hands on, the work is done behind it.
        replicas: { minimum: 2, maximum: 4 },
        settings: { REGION: region.name, REGIONAL_ENDPOINT: processor.url },
        requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "64Mi" },
        limits: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "256Mi" },
        allows: [
          {
            name: "to-llm-processor-regional",
            direction: "egress",
            peer: { namespace: namespaces.system, selector: selectorOf(PROCESSOR) },
            port: HTTP_PORT,
            reason: "The front hands on the intents that it takes inside the region.",
          },
          {
            name: "from-system",
            direction: "ingress",
            peer: { namespace: namespaces.system, selector: {} },
            port: HTTP_PORT,
            reason: "Callers inside the region enter by the front.",
          },
        ],
      },
      { parent: this },
    );

    this.processorUrl = processor.url;
    this.registerOutputs({ processorUrl: this.processorUrl });
  }
}
