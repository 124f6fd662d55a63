import * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import { INTERNAL_GATEWAY_URL } from "../istio-mesh/names";
import { namespaces } from "../region-base/namespaces";
import type { RegionalSecrets } from "../regional-secrets/regional-secrets";
import { typeTokens } from "../type-tokens";
import { Workload } from "../workload/workload";
import type { Connection } from "../workload/connection";
import { connections, dataPlane, HTTP_PORT, ingressFrom } from "./connections";
import { Edge } from "./edge";
import { image } from "./image";
import { MlTraining } from "./ml-training";
import { networkIntentDefinition } from "./network-intent";
import { ownEntry } from "./own-entry";
import { frontAllows, processorAllows } from "./processor-allows";
import { processorSettings, secretFiles } from "./processor-settings";
import { WeaviateBackups } from "./weaviate/backup";
import { Weaviate } from "./weaviate/weaviate";

/** The part of the configuration that the data plane depends on, and the region's secrets. */
export interface RegionalDataPlaneArgs extends Omit<
  ProgramConfig,
  "cluster" | "kubeApiCidrs" | "dnsCidrs" | "secretsGeneration"
> {
  readonly secrets: RegionalSecrets;
}

/** Where the data plane answers, for callers that the network policies let through. */
export interface DataPlaneEndpoints {
  /** The front, for callers inside the region. */
  readonly llmProcessor: string;
  readonly llmProcessorRegional: string;
  readonly weaviate: string;
  /** Null: the region has no inference of its own. */
  readonly llmInference: string | null;
}

/**
 * What takes and processes intents inside a region: the NetworkIntent API, `llm-processor-regional`,
 * which does the work, `llm-processor`, the front for callers inside the region, the knowledge in
 * Weaviate, and what the region's features add.
 */
export class RegionalDataPlane extends pulumi.ComponentResource {
  readonly endpoints: DataPlaneEndpoints;

  constructor(name: string, args: RegionalDataPlaneArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.RegionalDataPlane, name, {}, opts);
    const { region, release, models, secrets } = args;
    const child = { parent: this };
    const trainsModels = region.features.includes("ml-training");
    const nephoranWorkload = {
      region,
      namespace: namespaces.system,
      port: HTTP_PORT,
      pullSecrets: release.pullSecrets,
      probes: { livenessPath: "/healthz", readinessPath: "/readyz" },
    };
    const processorImage = image(release, "llm-processor");

    networkIntentDefinition(
      `${name}-network-intent`,
      { region, protectStorage: args.protectStorage },
      child,
    );
    const edge = args.edge && new Edge("edge", { region, ...args.edge }, child);
    const placement = edge ? { placement: edge.placement } : {};
    // Its PriorityClass has to be there before the first pod that names it.
    const afterEdge = edge ? [edge] : [];

    const weaviate = new Weaviate(
      "weaviate",
      { ...args, callers: weaviateCallers(args, trainsModels) },
      child,
    );
    if (args.weaviate.backup) {
      const { backup } = args.weaviate;
      new WeaviateBackups(
        dataPlane.backup,
        { region, release, backup, weaviate: weaviate.client },
        { ...child, dependsOn: weaviate },
      );
    }
    if (trainsModels) {
      const { protectStorage } = args;
      new MlTraining(
        dataPlane.training,
        { region, release, weaviate: weaviate.client, protectStorage },
        { ...child, dependsOn: weaviate },
      );
    }

    const inference =
      models.inference &&
      new Workload(
        dataPlane.inference,
        {
          ...nephoranWorkload,
          ...placement,
          image: image(release, dataPlane.inference),
          replicas: { minimum: 2, maximum: 4 },
          settings: { REGION: region.name },
          requests: { cpu: "2", memory: "8Gi", "ephemeral-storage": "1Gi" },
          limits: { cpu: "8", memory: "16Gi", "ephemeral-storage": "4Gi" },
          gpus: models.inference.gpus,
          // It loads the model's weights before it answers.
          probes: { ...nephoranWorkload.probes, startupSeconds: 600 },
          allows: [ingressFrom(connections.askModel)],
        },
        { ...child, dependsOn: afterEdge },
      );

    const processor = new Workload(
      dataPlane.processor,
      {
        ...nephoranWorkload,
        ...placement,
        image: processorImage,
        replicas: args.llmReplicas,
        configMapName: "nephoran-regional-config",
        settings: processorSettings(args, {
          weaviateUrl: weaviate.client.url,
          inferenceUrl: inference?.url,
        }),
        secrets: {
          checksumKey: secrets.checksumKey,
          files: {
            [secretFiles.weaviateApiKey]: secrets.weaviateApiKey,
            [secretFiles.oauth2ClientSecret]: secrets.oauth2ClientSecret,
            ...(models.provider?.apiKey && {
              [secretFiles.llmProviderApiKey]: models.provider.apiKey.asOutput(),
            }),
          },
        },
        requests: { cpu: "500m", memory: "512Mi", "ephemeral-storage": "256Mi" },
        limits: { cpu: "2", memory: "2Gi", "ephemeral-storage": "1Gi" },
        allows: [...processorAllows(args), ...(edge ? [edge.localBreakout] : [])],
      },
      // A rotated key is accepted by the store before anybody uses it.
      { ...child, dependsOn: [weaviate, ...afterEdge] },
    );

    ownEntry(args, child);
    const front = new Workload(
      dataPlane.front,
      {
        ...nephoranWorkload,
        ...placement,
        image: processorImage,
        // Two carry the front: it only hands on, the work is done behind it.
        replicas: { minimum: 2, maximum: 4 },
        settings: { REGION: region.name, REGIONAL_ENDPOINT: INTERNAL_GATEWAY_URL },
        requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "64Mi" },
        limits: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "256Mi" },
        allows: frontAllows(args),
      },
      { ...child, dependsOn: afterEdge },
    );

    this.endpoints = {
      llmProcessor: front.url,
      llmProcessorRegional: processor.url,
      weaviate: weaviate.client.url,
      llmInference: inference?.url ?? null,
    };
    this.registerOutputs({ ...this.endpoints });
  }
}

/** Whoever of this region calls the vector store. */
const weaviateCallers = (
  { weaviate }: RegionalDataPlaneArgs,
  trainsModels: boolean,
): Connection[] => [
  connections.askStore,
  ...(weaviate.backup ? [connections.orderBackup] : []),
  ...(trainsModels ? [connections.train] : []),
];
