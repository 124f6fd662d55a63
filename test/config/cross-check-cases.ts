import type { Problem } from "../../config/problems";
import { SecretText } from "../../config/secret-text";
import type { Entry } from "./home-region";

/** A stack file's settings and the region's entry in the topology, as far as they matter. */
export interface Situation {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly region: Entry;
}

/** One thing that is refused in a region that is compliant otherwise. */
export interface CrossCheckCase {
  readonly title: string;
  /** What else the region has, still compliant. @default nothing */
  readonly given?: Partial<Situation>;
  /** What makes it wrong. */
  readonly change: Partial<Situation>;
  readonly problem: Omit<Problem, "file">;
  /** For each alternative in `allowed`, what it means in the files. */
  readonly waysOut: Readonly<Record<string, Partial<Situation>>>;
}

const setting = (fields: Situation["settings"]): Partial<Situation> => ({ settings: fields });
const entry = (fields: Entry): Partial<Situation> => ({ region: fields });

const inZone = entry({ residencyZone: "eu" });
const provider = { url: "https://llm.example.com/v1", cidrs: ["192.0.2.0/24"] };
const backup = { bucket: "backups", cidrs: ["192.0.2.0/24"] };

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

const residency: CrossCheckCase[] = [
  {
    title: "data that leaves the zone of the topology",
    given: inZone,
    change: setting({ DATA_RESIDENCY: false }),
    problem: {
      key: "nephoran:DATA_RESIDENCY",
      seen: "false, but Pulumi.yaml puts home into the residency zone eu",
      allowed: "true; or leave it out; or take residencyZone off the region's entry",
    },
    waysOut: {
      true: setting({ DATA_RESIDENCY: true }),
      "leave it out": setting({ DATA_RESIDENCY: undefined }),
      "take residencyZone off the region's entry": entry({ residencyZone: undefined }),
    },
  },
  {
    title: "data that stays in a zone which the topology does not know of",
    change: setting({ DATA_RESIDENCY: true }),
    problem: {
      key: "nephoran:DATA_RESIDENCY",
      seen: "true, but Pulumi.yaml puts home into no residency zone",
      allowed: "false; or name a residencyZone in the region's entry, by which the others route",
    },
    waysOut: {
      false: setting({ DATA_RESIDENCY: false }),
      "name a residencyZone in the region's entry, by which the others route": inZone,
    },
  },
  {
    title: "GDPR without a zone that data stays in",
    change: setting({ COMPLIANCE_MODE: "gdpr" }),
    problem: {
      key: "nephoran:COMPLIANCE_MODE",
      seen: '"gdpr" without DATA_RESIDENCY',
      allowed: "standard; or gdpr in a region whose data stays in a residency zone",
    },
    waysOut: {
      standard: setting({ COMPLIANCE_MODE: "standard" }),
      "gdpr in a region whose data stays in a residency zone": inZone,
    },
  },
  {
    title: "a model of another zone",
    given: inZone,
    change: setting({ llmProvider: { ...provider, residencyZone: "us" } }),
    problem: {
      key: "nephoran:llmProvider.residencyZone",
      seen: '"us"',
      allowed: "eu: what home sends there must stay in its zone",
    },
    waysOut: {
      "eu: what home sends there must stay in its zone": setting({
        llmProvider: { ...provider, residencyZone: "eu" },
      }),
    },
  },
  {
    title: "backups to a bucket of no zone",
    given: inZone,
    change: setting({ weaviateBackup: backup }),
    problem: {
      key: "nephoran:weaviateBackup.residencyZone",
      seen: "missing",
      allowed: "eu: what home sends there must stay in its zone",
    },
    waysOut: {
      "eu: what home sends there must stay in its zone": setting({
        weaviateBackup: { ...backup, residencyZone: "eu" },
      }),
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
  ...residency,
  ...features,
  ...images,
  ...capacity,
  ...models,
  ...edge,
];
