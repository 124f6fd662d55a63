import { z } from "zod";
import { tenants, tokenIssuer } from "./claims";
import { dnsLabel } from "./dns-label";
import { cidrs } from "./outside-services";
import { decisionSettingsSchema } from "../services/traffic-controller/settings";
import { ConfigError, type Problem, parse, show } from "./problems";

/** The file that holds the topology, shared by all stacks. */
export const TOPOLOGY_FILE = "Pulumi.yaml";

/** What a region is for. `primary` and `dr` also carry the global control plane. */
export const roles = ["primary", "regional", "edge", "dr"] as const;
export type Role = (typeof roles)[number];

/** What a region offers beyond the data plane that every region has. */
export const features = [
  "primary-control-plane",
  "ml-training",
  "gdpr",
  "regional-ml-inference",
  "low-latency-oran",
  "edge-computing",
  "disaster-recovery",
  "backup-control-plane",
] as const;

const regionSchema = z.strictObject({
  name: dnsLabel,
  displayName: z.string().min(1).describe("a name for people, such as EU West"),
  priority: z
    .int()
    .min(1)
    .describe("a whole number from 1, unique; lower is preferred where all else is equal"),
  role: z.enum(roles).describe(`one of ${roles.join(", ")}`),
  location: z
    .strictObject({
      latitude: z.number().min(-90).max(90).describe("degrees north, -90 to 90"),
      longitude: z.number().min(-180).max(180).describe("degrees east, -180 to 180"),
    })
    .describe("latitude and longitude in degrees"),
  residencyZone: dnsLabel
    .optional()
    .describe("a zone of topology.residencyZones, which data must not leave; left out: none"),
  capacityIntentsPerMinute: z
    .int()
    .min(1)
    .describe("a whole number of intents per minute, at least 1"),
  costUsdPerThousandIntents: z.number().min(0).describe("USD per 1,000 intents, 0 or more"),
  features: z
    .array(z.enum(features).describe(`one of ${features.join(", ")}`))
    .describe(`a list of ${features.join(", ")}`),
  zones: z.array(dnsLabel).min(1).describe("at least one availability zone"),
  podCidrs: cidrs
    .optional()
    .describe(
      "networks that the region's pods are in, in CIDR notation; in a residency zone nobody else " +
        "logs in as a user of its database; left out: nobody does",
    ),
  tokens: tokenIssuer,
});

/** What `topology` in Pulumi.yaml may hold, before the regions are held against each other. */
export const topologySchema = z.strictObject({
  domain: z
    .string()
    .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/)
    .default("nephoran.io")
    .describe("the domain that public names end in, such as nephoran.io"),
  residencyZones: z
    .record(
      dnsLabel,
      z.strictObject({
        description: z.string().min(1).describe("why data stays in this zone"),
      }),
    )
    .default({})
    .describe("zones by name, with the reason for each"),
  tenants,
  routing: decisionSettingsSchema
    .optional()
    .describe(
      "how all traffic controllers decide, which have to decide the same; left out: as shipped",
    ),
  regions: z.array(regionSchema).min(2).describe("at least two regions"),
});

/** One region of the topology; units are in the names. */
export type Region = z.output<typeof regionSchema>;

/** All regions and residency zones: the same for every stack. */
export type Topology = z.output<typeof topologySchema>;

/**
 * Types a topology and checks what a schema cannot see.
 *
 * @throws ConfigError with every problem found.
 */
export function parseTopology(input: unknown): Topology {
  const parsed = parse(topologySchema, input, { file: TOPOLOGY_FILE, prefix: "topology" });
  if ("problems" in parsed) throw new ConfigError(parsed.problems);
  const problems = crossProblems(parsed.value);
  if (problems.length > 0) throw new ConfigError(problems);
  return parsed.value;
}

function crossProblems({ regions, residencyZones, tenants }: Topology): Problem[] {
  const problem = (key: string, seen: unknown, allowed: string): Problem => ({
    file: TOPOLOGY_FILE,
    key: `topology.${key}`,
    seen: typeof seen === "string" ? seen : show(seen),
    allowed,
  });

  const repeated = (["name", "priority"] as const).flatMap((field) =>
    regions.flatMap((region, index) => {
      const first = regions.findIndex((other) => other[field] === region[field]);
      if (first === index) return [];
      const seen = `${show(region[field])}, as in regions[${first}]`;
      return [problem(`regions[${index}].${field}`, seen, `a ${field} that no other region has`)];
    }),
  );

  const primaries = regions.filter(({ role }) => role === "primary").map(({ name }) => name);
  const primaryProblem =
    primaries.length === 1
      ? []
      : [
          problem(
            "regions[].role",
            primaries.length === 0 ? "nowhere primary" : `primary in ${primaries.join(" and ")}`,
            "exactly one region with the role primary; dr is the role of its stand-by",
          ),
        ];

  const zoneNames = Object.keys(residencyZones);
  const undeclared = regions.flatMap(({ residencyZone }, index) =>
    residencyZone === undefined || zoneNames.includes(residencyZone)
      ? []
      : [
          problem(
            `regions[${index}].residencyZone`,
            residencyZone,
            zoneNames.length === 0
              ? "a zone that is declared under topology.residencyZones (none is)"
              : `one of topology.residencyZones: ${zoneNames.join(", ")}`,
          ),
        ],
  );
  const homeless = zoneNames
    .filter((zone) => !regions.some(({ residencyZone }) => residencyZone === zone))
    .map((zone) =>
      problem(
        `residencyZones.${zone}`,
        "without a home region",
        `a zone that at least one region names as its residencyZone (regions: ${names(regions)})`,
      ),
    );

  const homes = Object.entries(tenants).flatMap(([tenant, { boundTo }]) =>
    zoneNames.includes(boundTo) || regions.some(({ name }) => name === boundTo)
      ? []
      : [
          problem(
            `tenants.${tenant}.boundTo`,
            boundTo,
            `a residency zone (${zoneNames.join(", ") || "none"}) or a region (${names(regions)})`,
          ),
        ],
  );
  const ambiguous = zoneNames
    .filter((zone) => regions.some(({ name }) => name === zone))
    .map((zone) =>
      problem(`residencyZones.${zone}`, "the name of a region too", "a name of its own"),
    );

  return [...repeated, ...primaryProblem, ...undeclared, ...homeless, ...homes, ...ambiguous];
}

const names = (regions: readonly Region[]): string => regions.map(({ name }) => name).join(", ");

/**
 * What is allowed but weaker than it looks, in words for the operator.
 */
export function topologyWarnings({ regions }: Topology): string[] {
  const warnings: string[] = [];
  if (regions.length < 3) {
    warnings.push(
      "Two regions cannot form a majority without each other: the state store survives the loss " +
        "of a zone, not of a region. A third region lifts that.",
    );
  }
  for (const { name, residencyZone, podCidrs } of regions) {
    if (residencyZone === undefined || podCidrs !== undefined) continue;
    warnings.push(
      `${name} is in the residency zone ${residencyZone} and has no podCidrs: nobody can log in from ` +
        `there as a user of the zone's database, the state synchronizer neither.`,
    );
  }
  if (!regions.some(({ role }) => role === "dr")) {
    warnings.push(
      "No region has the role dr: dashboards and backups are lost with the primary. Traffic is not.",
    );
  }
  return warnings;
}
