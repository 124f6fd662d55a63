import { z } from "zod";
import { ConfigError, parse, type Problem, show } from "../config/problems";
import type { Topology } from "../config/topology";
import { defaultPackConfig, type PackConfig, packConfigSchema } from "./pack-config";
import type { Level, Rule } from "./rule";

/** The policy that carries the configuration of all rules, as an engine configures policies. */
export const CONFIGURATION_POLICY = "nephoran-configuration";

/** How strictly a rule is applied. */
export type AppliedLevel = Level | "disabled";

/** What a team has configured: for all rules, and how strictly each is applied. */
export interface Configuration {
  readonly config: PackConfig;
  /** By rule; a rule that is not named has its own level. */
  readonly levels: ReadonlyMap<string, AppliedLevel>;
}

/** What a configuration has to agree with. */
export interface Configured {
  readonly rules: readonly Rule[];
  readonly topology: Topology;
}

export const defaultConfiguration: Configuration = { config: defaultPackConfig, levels: new Map() };

const policies = z
  .record(z.string(), z.unknown())
  .describe(`an object with ${CONFIGURATION_POLICY} and rules by their id`);

/**
 * Reads a policy configuration as `pulumi preview --policy-pack-config` takes it: an object by
 * policy, with a level or with properties for each.
 *
 * @param file where it was read, for the problems.
 * @throws ConfigError with everything that is wrong with it.
 */
export function parseConfiguration(
  input: unknown,
  file: string,
  configured: Configured,
): Configuration {
  const parsed = parse(policies, input, { file, prefix: "" });
  if ("problems" in parsed) throw new ConfigError(parsed.problems);
  const { [CONFIGURATION_POLICY]: shared = {}, ...byRule } = parsed.value;
  const problems: Problem[] = [];

  const config = parsePackConfig(shared, file, configured);
  if ("problems" in config) problems.push(...config.problems);

  const levels = new Map<string, AppliedLevel>();
  for (const [id, value] of Object.entries(byRule)) {
    const rule = configured.rules.find((one) => one.id === id);
    const allowed = levelsOf(rule);
    const level = allowed.find((one) => one === levelIn(value));
    if (rule !== undefined && level !== undefined) levels.set(id, level);
    else problems.push(levelProblem(id, value, file, allowed));
  }

  if ("problems" in config || problems.length > 0) throw new ConfigError(problems);
  return { config: config.value, levels };
}

/** Types the part that is for all rules, or says everything that is wrong with it. */
export function parsePackConfig(
  input: unknown,
  file: string,
  configured: Configured,
): { readonly value: PackConfig } | { readonly problems: readonly Problem[] } {
  const origin = { file, prefix: CONFIGURATION_POLICY };
  const parsed = parse(packConfigSchema, input, origin);
  if ("problems" in parsed) return parsed;
  const problems = crossProblems(parsed.value, configured).map((problem) => ({
    ...problem,
    file,
    key: `${CONFIGURATION_POLICY}.${problem.key}`,
  }));
  return problems.length > 0 ? { problems } : parsed;
}

/** How strictly a rule is applied. */
export const levelOf = (rule: Rule, { levels }: Configuration): AppliedLevel =>
  levels.get(rule.id) ?? rule.level;

/** A mandatory rule is loosened for one object, by an exception, and never as a whole. */
function levelsOf(rule: Rule | undefined): readonly AppliedLevel[] {
  if (rule === undefined) return [];
  return rule.level === "mandatory" ? ["mandatory"] : ["advisory", "mandatory", "disabled"];
}

const levelIn = (value: unknown): unknown =>
  typeof value === "object" && value !== null && Object.keys(value).length === 1
    ? (value as { enforcementLevel?: unknown }).enforcementLevel
    : value;

const levelProblem = (
  key: string,
  value: unknown,
  file: string,
  allowed: readonly AppliedLevel[],
): Problem =>
  allowed.length === 0
    ? { file, key, seen: "no rule", allowed: "the id of a rule in docs/policies.md" }
    : {
        file,
        key,
        seen: show(value),
        allowed:
          allowed.length === 1
            ? "mandatory; for one object, an exception with a reason and a date"
            : `one of ${allowed.join(", ")}`,
      };

function crossProblems(
  { exceptions, zoneRegistries, zonePlaces, zoneHosts, tenants }: PackConfig,
  { rules, topology }: Configured,
): Omit<Problem, "file">[] {
  const zones = Object.keys(topology.residencyZones);
  const regions = topology.regions.map(({ name }) => name);
  return [
    ...exceptions.flatMap(({ rule, region }, index) => [
      ...unlessIn(
        rules.map(({ id }) => id),
        rule,
        `exceptions[${index}].rule`,
        "the id of a rule in docs/policies.md",
      ),
      ...unlessIn(regions, region, `exceptions[${index}].region`, `one of ${regions.join(", ")}`),
    ]),
    ...Object.entries({ zoneRegistries, zonePlaces, zoneHosts }).flatMap(([field, byZone]) =>
      Object.keys(byZone).flatMap((zone) =>
        unlessIn(zones, zone, `${field}.${zone}`, `one of ${zones.join(", ") || "none"}`),
      ),
    ),
    ...Object.entries(tenants).flatMap(([tenant, { boundTo }]) =>
      unlessIn(
        [...zones, ...regions],
        boundTo,
        `tenants.${tenant}.boundTo`,
        `one of ${[...zones, ...regions].join(", ")}`,
      ),
    ),
  ];
}

const unlessIn = (
  known: readonly string[],
  name: string | undefined,
  key: string,
  allowed: string,
): Omit<Problem, "file">[] =>
  name === undefined || known.includes(name) ? [] : [{ key, seen: show(name), allowed }];
