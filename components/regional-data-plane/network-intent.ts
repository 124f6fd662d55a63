import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Region } from "../../config/topology";
import { regionLabels } from "../labels";

type Schema = k8s.types.input.apiextensions.v1.JSONSchemaProps;

const spec: Schema = {
  type: "object",
  description: "What is wanted, in the words of the one who wants it.",
  required: ["description"],
  properties: {
    description: {
      type: "string",
      minLength: 1,
      maxLength: 4096,
      description: "The intent in plain language, such as `Deploy a global AMF`.",
    },
    priority: {
      type: "string",
      enum: ["low", "medium", "high", "critical"],
      default: "medium",
      description: "Order in which waiting intents are taken.",
    },
  },
};

const regionStatus: Schema = {
  type: "object",
  required: ["region", "phase"],
  properties: {
    region: { type: "string", description: "Region that this is the state in." },
    phase: {
      type: "string",
      enum: ["Pending", "Processing", "Deployed", "Failed"],
      description: "How far that region has come.",
    },
    message: { type: "string", description: "The last thing that happened, for people." },
    lastTransitionTime: { type: "string", format: "date-time" },
  },
};

const status: Schema = {
  type: "object",
  properties: {
    phase: {
      type: "string",
      enum: ["Pending", "Processing", "Deployed", "Failed"],
      description: "How far the intent has come over all its regions.",
    },
    observedGeneration: { type: "integer", format: "int64" },
    regions: {
      type: "array",
      description: "The state in each region that the intent names.",
      items: regionStatus,
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["region"],
    } as Schema,
  },
};

/** The API that intents are written in: `networkintents.nephoran.com`. */
export function networkIntentDefinition(
  name: string,
  region: Region,
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
        },
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            subresources: { status: {} },
            additionalPrinterColumns: [
              { name: "Priority", type: "string", jsonPath: ".spec.priority" },
              { name: "Phase", type: "string", jsonPath: ".status.phase" },
              {
                name: "Regions",
                type: "string",
                jsonPath: ".metadata.annotations.nephoran\\.io/regions",
                priority: 1,
              },
              { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
            ],
            schema: {
              openAPIV3Schema: {
                type: "object",
                description: "An intent for the network, carried out in one or more regions.",
                required: ["spec"],
                properties: {
                  apiVersion: { type: "string" },
                  kind: { type: "string" },
                  metadata: { type: "object" },
                  spec,
                  status,
                },
              },
            },
          },
        ],
      },
    },
    opts,
  );
}
