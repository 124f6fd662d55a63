import type { Contradiction } from "./cross-checks";
import { answersForZone, hasGlobalControlPlane } from "./derived";
import { show } from "./problems";
import type { RegionSettings } from "./region-settings";
import { type Region, type Topology, TOPOLOGY_FILE } from "./topology";

/** What a schema cannot see in the settings of the region's state and of how it is watched. */
export const stateProblems = (
  settings: RegionSettings,
  region: Region,
  topology: Topology,
): Contradiction[] => [
  ...existingProblem("cockroachdb", "host", settings.cockroachdb),
  ...existingProblem("prometheus", "url", settings.prometheus),
  ...backupProblems(settings, region, topology),
  ...licenseProblems(settings, region),
  ...alertProblems(settings, region),
];

/** Something that exists has an address, and what is installed here has that of its Service. */
function existingProblem<Address extends string>(
  setting: string,
  address: Address,
  {
    mode,
    ...rest
  }: { readonly mode: "install" | "existing" } & {
    readonly [key in Address]?: string | undefined;
  },
): Contradiction[] {
  const given = (rest as Readonly<Record<string, string | undefined>>)[address];
  if ((mode === "existing") === (given !== undefined)) return [];
  const key = `${setting}.${address}`;
  return mode === "existing"
    ? [
        {
          key,
          seen: "missing beside mode: existing",
          allowed: "where it answers; or mode: install",
        },
      ]
    : [
        {
          key,
          seen: `${show(given)}, but mode is install`,
          allowed: "left out; or mode: existing",
        },
      ];
}

function backupProblems(
  { cockroachdb, cockroachdbBackup }: RegionSettings,
  region: Region,
  topology: Topology,
): Contradiction[] {
  if (cockroachdbBackup === undefined) return [];
  const key = "cockroachdbBackup";
  if (cockroachdb.mode === "existing") {
    return [
      {
        key,
        seen: "given, but cockroachdb.mode is existing",
        allowed: "left out, as its owner backs it up; or mode: install",
      },
    ];
  }
  if (region.role === "primary" || answersForZone(region, topology)) return [];
  return [
    {
      key,
      seen: `given, but ${region.name} answers for no database`,
      allowed: "left out; or given to the primary, or to the first region of a residency zone",
    },
  ];
}

function licenseProblems(
  { cockroachdbLicense }: RegionSettings,
  { name, role }: Region,
): Contradiction[] {
  if (cockroachdbLicense === undefined || role === "primary") return [];
  return [
    {
      key: "cockroachdbLicense",
      seen: `given, but ${name} is not the primary, which hands it to the whole cluster`,
      allowed: "left out; or given to the primary",
    },
  ];
}

function alertProblems(
  { alertWebhookUrl, globalMonitoring: { alertCidrs } }: RegionSettings,
  region: Region,
): Contradiction[] {
  if ((alertWebhookUrl === undefined) !== (alertCidrs === undefined)) {
    return [
      alertCidrs === undefined
        ? {
            key: "globalMonitoring.alertCidrs",
            seen: "missing beside alertWebhookUrl, so that no alert would get there",
            allowed: "the networks of whoever takes alerts; or leave alertWebhookUrl out",
          }
        : {
            key: "alertWebhookUrl",
            seen: "missing beside globalMonitoring.alertCidrs",
            allowed: "where alerts are sent; or leave alertCidrs out",
          },
    ];
  }
  if (alertWebhookUrl === undefined || hasGlobalControlPlane(region)) return [];
  return [
    {
      key: "alertWebhookUrl",
      seen: `given, but ${region.name} has no Alertmanager: in ${TOPOLOGY_FILE} it is ${region.role}`,
      allowed: "left out with alertCidrs; or given to the primary or to dr",
    },
  ];
}
