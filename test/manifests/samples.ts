import type { Manifest } from "../../render/manifest";

/** An intent as its author writes it, with all that the API has. */
export const networkIntent = {
  apiVersion: "nephoran.com/v1",
  kind: "NetworkIntent",
  metadata: {
    name: "global-amf",
    namespace: "nephoran-system",
    annotations: { "nephoran.io/regions": "us-east-1,eu-west-1" },
  },
  spec: { description: "Deploy a global AMF", priority: "high" },
  status: {
    phase: "Processing",
    observedGeneration: 1,
    regions: [
      { region: "us-east-1", phase: "Deployed", lastTransitionTime: "2026-01-01T00:00:00Z" },
    ],
  },
};

/** Where a Deployment has it. */
const FIRST_CONTAINER = ["spec", "template", "spec", "containers", "0"];

/** One mistake in an object that is right otherwise. */
export interface Mistake {
  readonly title: string;
  readonly object: Manifest;
  /** What a refusal has to name. */
  readonly field: string;
}

/** Mistakes that a renderer can make, in an intent and in a Deployment that was rendered. */
export function mistakes(deployment: Manifest): Mistake[] {
  const inDeployment = (title: string, path: readonly string[], value: unknown): Mistake =>
    mistake(title, deployment, path, value);
  const inIntent = (title: string, path: readonly string[], value: unknown): Mistake =>
    mistake(title, networkIntent, path, value);
  return [
    inDeployment("an unknown field", ["spec", "replicaCount"], 2),
    inDeployment(
      "a misspelt field of a container",
      [...FIRST_CONTAINER, "imagePullPolcy"],
      "Always",
    ),
    inDeployment("a word for a number", ["spec", "minReadySeconds"], "ten"),
    inDeployment("a missing selector", ["spec", "selector"], undefined),
    inDeployment(
      "an amount of no unit",
      [...FIRST_CONTAINER, "resources", "limits", "memory"],
      "2 GB",
    ),
    inIntent("an unknown field", ["spec", "region"], "eu-west-1"),
    inIntent("an unknown field of a list's item", ["status", "regions", "0", "zone"], "eu"),
    inIntent("a missing description", ["spec", "description"], undefined),
    inIntent("a priority that is none", ["spec", "priority"], "urgent"),
    inIntent("an unknown field of the metadata", ["metadata", "label"], {}),
  ];
}

/** A Deployment whose first container may do anything on its node. */
export function privileged(deployment: Manifest): Manifest {
  const path = [...FIRST_CONTAINER, "securityContext", "privileged"];
  return changed(deployment, path, true) as Manifest;
}

function mistake(
  title: string,
  object: Manifest,
  path: readonly string[],
  value: unknown,
): Mistake {
  return {
    title: `${title} in a ${object.kind}`,
    object: changed(object, path, value) as Manifest,
    field: path.at(-1) ?? "",
  };
}

/** A copy with one field set; `undefined` removes it. */
function changed(object: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy = structuredClone(object) as Record<string, unknown>;
  copy[key] = changed(copy[key], rest, value);
  if (copy[key] === undefined) Reflect.deleteProperty(copy, key);
  return copy;
}
