import { SecretText } from "../../config/secret-text";
import { type CrossCheckCase, entry, inZone, provider, setting } from "./cross-check-case";
import { identityCases } from "./identity-cases";
import { residencyCases } from "./residency-cases";
import { stateCases } from "./state-cases";

const identity: CrossCheckCase[] = [
  {
    title: "another region's name",
    change: setting({ REGION: "away" }),
    problem: {
      key: "nephoran:REGION",
      seen: '"away"',
      allowed: "home, the name of the stack; or leave it out",
    },
    waysOut: {
      "home, the name of the stack": setting({ REGION: "home" }),
      "leave it out": setting({ REGION: undefined }),
    },
  },
];

const features: CrossCheckCase[] = [
  {
    title: "the feature gdpr without GDPR",
    given: inZone,
    change: entry({ features: ["gdpr"] }),
    problem: {
      key: "nephoran:COMPLIANCE_MODE",
      seen: '"standard", but Pulumi.yaml gives home the feature gdpr',
      allowed: "gdpr; or take the feature off the region's entry",
    },
    waysOut: {
      gdpr: setting({ COMPLIANCE_MODE: "gdpr" }),
      "take the feature off the region's entry": entry({ features: [] }),
    },
  },
  {
    title: "the feature regional-ml-inference without inference",
    given: setting({ LOCAL_ML_ENABLED: false, llmProvider: provider }),
    change: entry({ features: ["regional-ml-inference"] }),
    problem: {
      key: "nephoran:LOCAL_ML_ENABLED",
      seen: "false, but Pulumi.yaml gives home the feature regional-ml-inference",
      allowed: "true; or take the feature off the region's entry",
    },
    waysOut: {
      true: setting({ LOCAL_ML_ENABLED: true }),
      "take the feature off the region's entry": entry({ features: [] }),
    },
  },
  ...["low-latency-oran", "edge-computing"].map((feature): CrossCheckCase => ({
    title: `the feature ${feature} without an edge`,
    change: entry({ features: ["ml-training", feature] }),
    problem: {
      key: "nephoran:EDGE_ENABLED",
      seen: `false, but Pulumi.yaml gives home the feature ${feature}`,
      allowed: "true; or take the feature off the region's entry",
    },
    waysOut: {
      true: setting({ EDGE_ENABLED: true }),
      "take the feature off the region's entry": entry({ features: ["ml-training"] }),
    },
  })),
  {
    title: "two features without an edge",
    change: entry({ features: ["low-latency-oran", "edge-computing"] }),
    problem: {
      key: "nephoran:EDGE_ENABLED",
      seen: "false, but Pulumi.yaml gives home the feature low-latency-oran and edge-computing",
      allowed: "true; or take the feature off the region's entry",
    },
    waysOut: {
      true: setting({ EDGE_ENABLED: true }),
      "take the feature off the region's entry": entry({ features: [] }),
    },
  },
];

const images: CrossCheckCase[] = [
  {
    title: "an image that is another tomorrow",
    change: setting({ VERSION: "latest" }),
    problem: {
      key: "nephoran:VERSION",
      seen: '"latest", which names another image tomorrow',
      allowed: "the tag of a release, such as 1.4.2; or add latest-image to nephoran:allow",
    },
    waysOut: {
      "the tag of a release, such as 1.4.2": setting({ VERSION: "1.4.2" }),
      "add latest-image to nephoran:allow": setting({ allow: ["latest-image"] }),
    },
  },
];

const capacity: CrossCheckCase[] = [
  {
    title: "another number in flight than the capacity makes",
    change: setting({ MAX_CONCURRENT_INTENTS: 40 }),
    problem: {
      key: "nephoran:MAX_CONCURRENT_INTENTS",
      seen: "40, but 1000 intents/min in Pulumi.yaml are 100 in flight",
      allowed:
        "100; or leave it out; or change the capacity; or add capacity-mismatch to nephoran:allow",
    },
    waysOut: {
      100: setting({ MAX_CONCURRENT_INTENTS: 100 }),
      "leave it out": setting({ MAX_CONCURRENT_INTENTS: undefined }),
      "change the capacity": entry({ capacityIntentsPerMinute: 400 }),
      "add capacity-mismatch to nephoran:allow": setting({ allow: ["capacity-mismatch"] }),
    },
  },
];

const models: CrossCheckCase[] = [
  {
    title: "a region without any model",
    change: setting({ LOCAL_ML_ENABLED: false }),
    problem: {
      key: "nephoran:LOCAL_ML_ENABLED",
      seen: "false without llmProvider, so that no model would answer",
      allowed: "true; or set llmProvider",
    },
    waysOut: {
      true: setting({ LOCAL_ML_ENABLED: true }),
      "set llmProvider": setting({ llmProvider: provider }),
    },
  },
  {
    title: "GPUs for an inference that is off",
    given: setting({ LOCAL_ML_ENABLED: false, llmProvider: provider }),
    change: setting({ inferenceGpus: 2 }),
    problem: {
      key: "nephoran:inferenceGpus",
      seen: "2, but LOCAL_ML_ENABLED is false",
      allowed: "0; or switch the regional inference on",
    },
    waysOut: {
      0: setting({ inferenceGpus: 0 }),
      "switch the regional inference on": setting({ LOCAL_ML_ENABLED: true }),
    },
  },
  {
    title: "a key for no provider",
    change: setting({ llmProviderApiKey: new SecretText("key") }),
    problem: {
      key: "nephoran:llmProviderApiKey",
      seen: "given without llmProvider",
      allowed: "a key for a provider that llmProvider names; or remove it",
    },
    waysOut: {
      "a key for a provider that llmProvider names": setting({ llmProvider: provider }),
      "remove it": setting({ llmProviderApiKey: undefined }),
    },
  },
];

const edge: CrossCheckCase[] = [
  {
    title: "breakout networks without an edge",
    change: setting({ localBreakoutCidrs: ["192.0.2.0/24"] }),
    problem: {
      key: "nephoran:localBreakoutCidrs",
      seen: "given, but EDGE_ENABLED is false",
      allowed: "left out; or switch the edge on",
    },
    waysOut: {
      "left out": setting({ localBreakoutCidrs: undefined }),
      "switch the edge on": setting({ EDGE_ENABLED: true }),
    },
  },
];

/** Every cross-check, in the order in which they are reported. */
export const crossCheckCases: readonly CrossCheckCase[] = [
  ...identity,
  ...residencyCases,
  ...features,
  ...images,
  ...capacity,
  ...models,
  ...edge,
  ...identityCases,
  ...stateCases,
];
