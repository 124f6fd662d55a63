import type { ProgramConfig } from "../../config/program-config";
import { namespaces } from "../region-base/namespaces";
import type { NetworkAllow } from "../workload/network-allow";
import { selectorOf } from "../workload/workload";
import { toWeaviate } from "./weaviate/client";

/** Port of every Nephoran workload of the data plane, HTTP. */
export const HTTP_PORT = 8080;

/** The workloads of the data plane, by the names that operators use. */
export const dataPlane = {
  /** Takes requests from inside of the region. */
  front: "llm-processor",
  /** Does the work. */
  processor: "llm-processor-regional",
  /** The region's own model. */
  inference: "llm-inference",
} as const;

const HTTPS = [{ port: 443 }];
const HANDS_ON = "The front hands on the intents that it takes inside the region.";
const ASKS_MODEL = "Intents are understood by the region's own model.";

const inSystem = (workload: string) => ({
  namespace: namespaces.system,
  selector: selectorOf(workload),
});

/** Every connection of llm-processor-regional, but for what the edge adds. */
export function processorAllows({
  models,
  oauth2,
}: Pick<ProgramConfig, "models" | "oauth2">): NetworkAllow[] {
  const outside = (name: string, cidrs: readonly string[], reason: string): NetworkAllow[] =>
    cidrs.length === 0
      ? []
      : [{ name, direction: "egress", peer: { cidrs }, ports: HTTPS, reason }];
  return [
    {
      name: `from-${dataPlane.front}`,
      direction: "ingress",
      peer: inSystem(dataPlane.front),
      ports: [{ port: HTTP_PORT }],
      reason: HANDS_ON,
    },
    toWeaviate("Intents are understood with the knowledge in the vector store."),
    ...(models.inference
      ? [
          {
            name: `to-${dataPlane.inference}`,
            direction: "egress" as const,
            peer: inSystem(dataPlane.inference),
            ports: [{ port: HTTP_PORT }],
            reason: ASKS_MODEL,
          },
        ]
      : []),
    ...outside(
      "to-llm-provider",
      models.provider?.cidrs ?? [],
      "Intents are understood by the model that llmProvider names.",
    ),
    ...outside(
      "to-oauth2-provider",
      oauth2.cidrs,
      "Tokens are asked of the region's own OAuth2 provider.",
    ),
  ];
}

/** Every connection of the front. */
export const frontAllows: readonly NetworkAllow[] = [
  {
    name: `to-${dataPlane.processor}`,
    direction: "egress",
    peer: inSystem(dataPlane.processor),
    ports: [{ port: HTTP_PORT }],
    reason: HANDS_ON,
  },
  {
    name: "from-system",
    direction: "ingress",
    peer: { namespace: namespaces.system, selector: {} },
    ports: [{ port: HTTP_PORT }],
    reason: "Callers inside the region enter by the front.",
  },
];

/** Every connection of the region's own inference. */
export const inferenceAllows: readonly NetworkAllow[] = [
  {
    name: `from-${dataPlane.processor}`,
    direction: "ingress",
    peer: inSystem(dataPlane.processor),
    ports: [{ port: HTTP_PORT }],
    reason: ASKS_MODEL,
  },
];
