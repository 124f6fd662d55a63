import { backup, type CrossCheckCase, inZone, entry, provider, setting } from "./cross-check-case";

const issuer = { cidrs: ["192.0.2.0/24"] };

/** What leaves the zone that it has to stay in, or names one that there is not. */
export const residencyCases: readonly CrossCheckCase[] = [
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
  {
    title: "an issuer of another zone that pods call",
    given: inZone,
    change: setting({ oauth2: { ...issuer, residencyZone: "us" } }),
    problem: {
      key: "nephoran:oauth2.residencyZone",
      seen: '"us"',
      allowed: "eu: what home sends there must stay in its zone",
    },
    waysOut: {
      "eu: what home sends there must stay in its zone": setting({
        oauth2: { ...issuer, residencyZone: "eu" },
      }),
    },
  },
  ...["mars", "constructor"].map((zone): CrossCheckCase => ({
    title: `a model in the zone ${zone}, which the topology does not declare`,
    change: setting({ llmProvider: { ...provider, residencyZone: zone } }),
    problem: {
      key: "nephoran:llmProvider.residencyZone",
      seen: JSON.stringify(zone),
      allowed: "a zone that the topology declares (eu); or leave it out",
    },
    waysOut: {
      "a zone that the topology declares (eu)": setting({
        llmProvider: { ...provider, residencyZone: "eu" },
      }),
      "leave it out": setting({ llmProvider: provider }),
    },
  })),
  {
    title: "backups to a bucket in a region of no zone",
    given: { ...inZone, ...setting({ weaviateBackup: { ...backup, residencyZone: "eu" } }) },
    change: setting({ weaviateBackup: { ...backup, residencyZone: "eu", region: "abroad" } }),
    problem: {
      key: "nephoran:weaviateBackup.region",
      seen: '"abroad", which is not in the zone eu',
      allowed: "a region of the zone eu; or leave it out",
    },
    waysOut: {
      "a region of the zone eu": setting({
        weaviateBackup: { ...backup, residencyZone: "eu", region: "away" },
      }),
      "leave it out": setting({ weaviateBackup: { ...backup, residencyZone: "eu" } }),
    },
  },
];
