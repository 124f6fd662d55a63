import type * as k8s from "@pulumi/kubernetes";

type Schema = k8s.types.input.apiextensions.v1.JSONSchemaProps;

/** A rule in CEL, which the API server holds objects to. */
const rule = (expression: string, message: string) => ({ rule: expression, message });

const phase: Schema = {
  type: "string",
  enum: ["Pending", "Processing", "Deployed", "Failed"],
};

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
      "x-kubernetes-validations": [
        rule("self.trim().size() > 0", "spec.description must say something, not blanks alone"),
      ],
    },
    priority: {
      type: "string",
      enum: ["low", "medium", "high", "critical"],
      default: "medium",
      description: "Order in which waiting intents are taken.",
    },
  },
} as Schema;

/** The state in one region, written by that region alone. */
const regionStatus: Schema = {
  type: "object",
  required: ["region", "phase"],
  properties: {
    region: {
      type: "string",
      minLength: 1,
      maxLength: 63,
      description: "Region that this is the state in.",
    },
    phase: { ...phase, description: "How far that region has come." },
    message: {
      type: "string",
      maxLength: 1024,
      description: "The last thing that happened, for people.",
    },
    observedGeneration: {
      type: "integer",
      format: "int64",
      minimum: 0,
      description: "The generation of the intent that the region has seen.",
    },
    lastTransitionTime: {
      type: "string",
      format: "date-time",
      description: "When the phase last changed.",
    },
  },
  "x-kubernetes-validations": [
    rule(
      "self.phase != 'Failed' || (has(self.message) && self.message != '')",
      "a region that failed must say why in message",
    ),
  ],
} as Schema;

/** https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md */
const condition: Schema = {
  type: "object",
  required: ["type", "status", "reason", "lastTransitionTime"],
  properties: {
    type: { type: "string", minLength: 1, maxLength: 316 },
    status: { type: "string", enum: ["True", "False", "Unknown"] },
    reason: { type: "string", minLength: 1, maxLength: 1024 },
    message: { type: "string", maxLength: 32768 },
    observedGeneration: { type: "integer", format: "int64", minimum: 0 },
    lastTransitionTime: { type: "string", format: "date-time" },
  },
};

/** Regions that one intent can have: more than any topology. */
const MAX_REGIONS = 64;

const status: Schema = {
  type: "object",
  properties: {
    phase: { ...phase, description: "How far the intent has come over all its regions." },
    progress: {
      type: "string",
      maxLength: 8192,
      description: "The phase in each region on one line: `us-east-1=Deployed,eu-west-1=Pending`.",
    },
    observedGeneration: {
      type: "integer",
      format: "int64",
      minimum: 0,
      description: "The generation that the phase is about.",
      "x-kubernetes-validations": [
        rule("self >= oldSelf", "status.observedGeneration never goes back"),
      ],
    },
    regions: {
      type: "array",
      description: "The state in each region that the intent names.",
      maxItems: MAX_REGIONS,
      items: regionStatus,
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["region"],
    },
    conditions: {
      type: "array",
      description: "Conditions as all Kubernetes objects have them.",
      maxItems: 16,
      items: condition,
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["type"],
    },
  },
} as Schema;

/** What an intent has to look like; a field that is not here is refused. */
export const networkIntentSchema: Schema = {
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
};
