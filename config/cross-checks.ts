import { intentsInFlight } from "./derived";
import { type Problem, show } from "./problems";
import { settingKey } from "./project";
import type { exceptions, RegionSettings } from "./region-settings";
import { stateProblems } from "./state-checks";
import { type Region, type Topology, TOPOLOGY_FILE } from "./topology";

type Exception = (typeof exceptions)[number];

/** A setting that contradicts something, without the file that both are in. */
export type Contradiction = Omit<Problem, "file">;

/**
 * What a schema cannot see: settings of a stack file that contradict each other or the region's
 * entry in the topology.
 */
export function contradictions(
  settings: RegionSettings,
  region: Region,
  topology: Topology,
  file: string,
): Problem[] {
  return [
    ...identityProblems(settings, region),
    ...residencyProblems(settings, region),
    ...outsideProblems(settings, region, topology),
    ...featureProblems(settings, region),
    ...imageProblems(settings),
    ...capacityProblems(settings, region),
    ...modelProblems(settings),
    ...edgeProblems(settings),
    ...identityPartProblems(settings),
    ...stateProblems(settings, region, topology),
  ].map(({ key, ...rest }) => ({ file, key: settingKey(key), ...rest }));
}

/** True if the stack file says whether data stays in the region's zone, or else if there is one. */
export const isResident = ({ DATA_RESIDENCY }: RegionSettings, region: Region): boolean =>
  DATA_RESIDENCY ?? region.residencyZone !== undefined;

function identityProblems({ REGION }: RegionSettings, { name }: Region): Contradiction[] {
  if (REGION === undefined || REGION === name) return [];
  return [
    {
      key: "REGION",
      seen: show(REGION),
      allowed: `${name}, the name of the stack; or leave it out`,
    },
  ];
}

/** The topology decides about zones, since every other region routes by it. */
function residencyProblems(settings: RegionSettings, region: Region): Contradiction[] {
  const { residencyZone: zone, name } = region;
  const problems: Contradiction[] = [];
  if (settings.DATA_RESIDENCY === false && zone !== undefined) {
    problems.push({
      key: "DATA_RESIDENCY",
      seen: `false, but ${TOPOLOGY_FILE} puts ${name} into the residency zone ${zone}`,
      allowed: "true; or leave it out; or take residencyZone off the region's entry",
    });
  }
  if (settings.DATA_RESIDENCY === true && zone === undefined) {
    problems.push({
      key: "DATA_RESIDENCY",
      seen: `true, but ${TOPOLOGY_FILE} puts ${name} into no residency zone`,
      allowed: "false; or name a residencyZone in the region's entry, by which the others route",
    });
  }
  if (settings.COMPLIANCE_MODE === "gdpr" && !isResident(settings, region)) {
    problems.push({
      key: "COMPLIANCE_MODE",
      seen: '"gdpr" without DATA_RESIDENCY',
      allowed: "standard; or gdpr in a region whose data stays in a residency zone",
    });
  }
  return problems;
}

/** What leaves a region of a zone has to stay in the zone, wherever it goes. */
function outsideProblems(
  settings: RegionSettings,
  { residencyZone: zone, name }: Region,
  { residencyZones, regions }: Topology,
): Contradiction[] {
  const { llmProvider, weaviateBackup, cockroachdbBackup, oauth2 } = settings;
  const buckets = { weaviateBackup, cockroachdbBackup };
  const services = { llmProvider, ...buckets, ...(oauth2.cidrs && { oauth2 }) };
  const zones = Object.entries(services).flatMap(([key, service]) => {
    if (service === undefined) return [];
    const where = service.residencyZone;
    const fits =
      zone === undefined
        ? where === undefined || Object.hasOwn(residencyZones, where)
        : where === zone;
    if (fits) return [];
    const allowed =
      zone === undefined
        ? `a zone that the topology declares (${Object.keys(residencyZones).join(", ") || "none"}); or leave it out`
        : `${zone}: what ${name} sends there must stay in its zone`;
    return [{ key: `${key}.residencyZone`, seen: show(where), allowed }];
  });
  if (zone === undefined) return zones;
  const abroad = Object.entries(buckets).flatMap(([key, bucket]) => {
    const bucketIn = regions.find((region) => region.name === bucket?.region);
    if (bucketIn === undefined || bucketIn.residencyZone === zone) return [];
    return [
      {
        key: `${key}.region`,
        seen: `${show(bucketIn.name)}, which is not in the zone ${zone}`,
        allowed: `a region of the zone ${zone}; or leave it out`,
      },
    ];
  });
  return [...zones, ...abroad];
}

/** A feature of the topology is a promise to others; the stack file has to keep it. */
function featureProblems(settings: RegionSettings, { features, name }: Region): Contradiction[] {
  const needs = {
    gdpr: ["COMPLIANCE_MODE", "gdpr"],
    "regional-ml-inference": ["LOCAL_ML_ENABLED", true],
    "low-latency-oran": ["EDGE_ENABLED", true],
    "edge-computing": ["EDGE_ENABLED", true],
  } as const;
  const broken = Object.entries(needs).filter(
    ([feature, [key, value]]) =>
      features.some((name) => name === feature) && settings[key] !== value,
  );
  const keys = [...new Set(broken.map(([, [key]]) => key))];
  return keys.map((key) => {
    const promised = broken.filter(([, need]) => need[0] === key);
    return {
      key,
      seen: `${show(settings[key])}, but ${TOPOLOGY_FILE} gives ${name} the feature ${promised.map(([feature]) => feature).join(" and ")}`,
      allowed: `${String(promised[0]?.[1][1])}; or take the feature off the region's entry`,
    };
  });
}

function imageProblems(settings: RegionSettings): Contradiction[] {
  if (settings.VERSION !== "latest" || allowed(settings, "latest-image")) return [];
  return [
    {
      key: "VERSION",
      seen: '"latest", which names another image tomorrow',
      allowed: `the tag of a release, such as 1.4.2; or add latest-image to ${settingKey("allow")}`,
    },
  ];
}

/** Capacity is written once, in the topology: routing believes that, the pods keep to this. */
function capacityProblems(settings: RegionSettings, region: Region): Contradiction[] {
  const { MAX_CONCURRENT_INTENTS: given } = settings;
  const needed = intentsInFlight(region.capacityIntentsPerMinute);
  if (given === undefined || given === needed || allowed(settings, "capacity-mismatch")) return [];
  return [
    {
      key: "MAX_CONCURRENT_INTENTS",
      seen: `${given}, but ${region.capacityIntentsPerMinute} intents/min in ${TOPOLOGY_FILE} are ${needed} in flight`,
      allowed: `${needed}; or leave it out; or change the capacity; or add capacity-mismatch to ${settingKey("allow")}`,
    },
  ];
}

function modelProblems(settings: RegionSettings): Contradiction[] {
  const { LOCAL_ML_ENABLED: local, llmProvider } = settings;
  const problems: Contradiction[] = [];
  if (!local && llmProvider === undefined) {
    problems.push({
      key: "LOCAL_ML_ENABLED",
      seen: "false without llmProvider, so that no model would answer",
      allowed: "true; or set llmProvider",
    });
  }
  if (!local && settings.inferenceGpus > 0) {
    problems.push({
      key: "inferenceGpus",
      seen: `${settings.inferenceGpus}, but LOCAL_ML_ENABLED is false`,
      allowed: "0; or switch the regional inference on",
    });
  }
  if (llmProvider === undefined && settings.llmProviderApiKey !== undefined) {
    problems.push({
      key: "llmProviderApiKey",
      seen: "given without llmProvider",
      allowed: "a key for a provider that llmProvider names; or remove it",
    });
  }
  return problems;
}

function edgeProblems({ EDGE_ENABLED, localBreakoutCidrs }: RegionSettings): Contradiction[] {
  if (EDGE_ENABLED || localBreakoutCidrs === undefined) return [];
  return [
    {
      key: "localBreakoutCidrs",
      seen: "given, but EDGE_ENABLED is false",
      allowed: "left out; or switch the edge on",
    },
  ];
}

/** What belongs together: half of an identity is none. */
function identityPartProblems(settings: RegionSettings): Contradiction[] {
  const together = [
    ["meshCaCertificate", "meshCaKey", "trustRoots"],
    [
      "cockroachCa",
      "cockroachNodeCertificate",
      "cockroachNodeKey",
      "cockroachRootCertificate",
      "cockroachRootKey",
    ],
    ["cockroachClientCertificates", "cockroachClientKeys"],
    ["publicCertificatePem", "publicCertificateKey"],
  ] as const;
  const missing = together.flatMap((keys) => {
    const given = keys.filter((key) => settings[key] !== undefined);
    if (given.length === 0 || given.length === keys.length) return [];
    return keys
      .filter((key) => settings[key] === undefined)
      .map((key) => ({
        key,
        seen: `missing beside ${given.join(", ")}`,
        allowed: `all of ${keys.join(", ")}; or none of them`,
      }));
  });
  return [...missing, ...strangerProblems(settings), ...twoIssuersProblems(settings)];
}

/** Users that the state store could not believe, since there is no CA to believe them by. */
function strangerProblems({
  cockroachClientCertificates,
  cockroachClientKeys,
  cockroachCa,
}: RegionSettings): Contradiction[] {
  if (cockroachClientCertificates === undefined || cockroachClientKeys === undefined) return [];
  if (cockroachCa !== undefined) return [];
  return [
    {
      key: "cockroachClientCertificates",
      seen: "given, but there is no cockroachCa",
      allowed: "left out with cockroachClientKeys; or beside cockroachCa and what goes with it",
    },
  ];
}

function twoIssuersProblems({
  publicCertificatePem,
  publicCertificate,
}: RegionSettings): Contradiction[] {
  if (publicCertificatePem === undefined || publicCertificate.clusterIssuer === undefined) {
    return [];
  }
  return [
    {
      key: "publicCertificate.clusterIssuer",
      seen: "given beside publicCertificatePem",
      allowed: "left out; or a ClusterIssuer that makes the certificate, without one that is given",
    },
  ];
}

const allowed = ({ allow }: RegionSettings, exception: Exception): boolean =>
  allow.includes(exception);
