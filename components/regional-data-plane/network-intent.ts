import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import { regionLabels } from "../labels";
import { networkIntentSchema } from "./network-intent-schema";

/**
 * The API that intents are written in: `networkintents.nephoran.com`. Deleting it deletes every
 * intent, so it is held like storage.
 */
export function networkIntentDefinition(
  name: string,
  { region, protectStorage }: Pick<ProgramConfig, "region" | "protectStorage">,
  opts: pulumi.CustomResourceOptions,
): k8s.apiextensions.v1.CustomResourceDefinition {
  return new k8s.apiextensions.v1.CustomResourceDefinition(
    name,
    {
      metadata: { name: "networkintents.nephoran.com", labels: { ...regionLabels(region) } },
      spec: {
        group: "nephoran.com",
        scope: "Namespaced",
        names: {
          kind: "NetworkIntent",
          listKind: "NetworkIntentList",
          plural: "networkintents",
          singular: "networkintent",
          shortNames: ["ni"],
          categories: ["nephoran"],
        },
        // One version needs no webhook. The schema keeps no unknown fields, so a second one can be
        // converted without loss.
        conversion: { strategy: "None" },
        preserveUnknownFields: false,
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            subresources: { status: {} },
            selectableFields: [{ jsonPath: ".spec.priority" }, { jsonPath: ".status.phase" }],
            additionalPrinterColumns: printerColumns,
            schema: { openAPIV3Schema: networkIntentSchema },
          },
        ],
      },
    },
    { ...opts, protect: protectStorage },
  );
}

/** Columns of `kubectl get`; those of priority 1 come with `-o wide`. */
const printerColumns: k8s.types.input.apiextensions.v1.CustomResourceColumnDefinition[] = [
  { name: "Priority", type: "string", jsonPath: ".spec.priority" },
  { name: "Phase", type: "string", jsonPath: ".status.phase" },
  { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
  {
    name: "Regions",
    type: "string",
    jsonPath: ".metadata.annotations.nephoran\\.io/regions",
    description: "Regions that the intent names.",
    priority: 1,
  },
  {
    name: "Progress",
    type: "string",
    jsonPath: ".status.progress",
    description: "Phase in each region.",
    priority: 1,
  },
  { name: "Description", type: "string", jsonPath: ".spec.description", priority: 1 },
];
