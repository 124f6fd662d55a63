import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { ConfigError, parse, type Problem } from "./problems";
import { ownSettings, parseProgramConfig, type ProgramConfig, stackFile } from "./program-config";
import { settingKey } from "./project";
import { SecretText } from "./secret-text";
import { parseTopology, type Topology, TOPOLOGY_FILE } from "./topology";

const projectFile = z.object({
  name: z.string().describe("the name of the project"),
  config: z
    .looseObject({
      topology: z.object({ value: z.unknown() }).describe("the topology, as its `value`"),
    })
    .describe("the topology, as `topology`"),
});

const stackFileSchema = z.object({ config: z.record(z.string(), z.unknown()).nullish() });

/** A project as it stands in its files: what can be known without an engine. */
export interface Project {
  readonly name: string;
  readonly topology: Topology;
  /** One for each region, in the topology's order. */
  readonly stacks: readonly ProgramConfig[];
}

/**
 * Reads Pulumi.yaml and every region's stack file in `directory`.
 *
 * @throws ConfigError with every problem of the topology, or else every problem of all stack files.
 */
export function readProject(directory: string): Project {
  const project = readProjectFile(directory);
  const topology = parseTopology(project.config.topology.value);
  const names = topology.regions.map(({ name }) => name);

  const problems: Problem[] = [
    ...settingsOfAllStacks(project),
    ...stackFileProblems(names, readdirSync(directory)),
  ];
  const stacks = names.flatMap((stack) => {
    if (problems.some(({ file }) => file === stackFile(stack))) return [];
    try {
      const settings = stackSettings(join(directory, stackFile(stack)), project.name);
      return [parseProgramConfig({ stack, topology: project.config.topology.value, settings })];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return { name: project.name, topology, stacks };
}

/**
 * Refuses a topology that is not the one in `directory`'s Pulumi.yaml: a stack file can hide it from
 * its own region alone, while all others go on routing by it. And the other way round, settings of a
 * region in Pulumi.yaml, which all would have.
 *
 * @throws ConfigError if it is another one, or if Pulumi.yaml itself has problems.
 */
export function requireSharedTopology(directory: string, config: ProgramConfig): void {
  // A program inside of another has no project file.
  if (!existsSync(join(directory, TOPOLOGY_FILE))) return;
  const project = readProjectFile(directory);
  const problems = settingsOfAllStacks(project);
  if (problems.length > 0) throw new ConfigError(problems);
  const shared = parseTopology(project.config.topology.value);
  if (isDeepStrictEqual(shared, config.topology)) return;
  throw new ConfigError([
    {
      file: stackFile(config.region.name),
      key: settingKey("topology"),
      seen: `another topology than that of ${TOPOLOGY_FILE}`,
      allowed: "nothing: the regions share one; `pulumi config rm topology` removes it",
    },
  ]);
}

function readProjectFile(directory: string): z.output<typeof projectFile> {
  const origin = { file: TOPOLOGY_FILE, prefix: "" };
  const parsed = parse(projectFile, readYaml(join(directory, TOPOLOGY_FILE)), origin);
  if ("problems" in parsed) throw new ConfigError(parsed.problems);
  return parsed.value;
}

/** What Pulumi.yaml sets in every stack, and whoever reads the stack files alone would not see. */
function settingsOfAllStacks({ name, config }: z.output<typeof projectFile>): Problem[] {
  return Object.keys(config)
    .filter((key) => key !== "topology" && (!key.includes(":") || key.startsWith(`${name}:`)))
    .map((key) => ({
      file: TOPOLOGY_FILE,
      key: `config.${key}`,
      seen: "set for all stacks",
      allowed: "topology alone; a setting of a region stands in its stack file",
    }));
}

/** Holds the stack files that exist against the regions that should have one. */
export function stackFileProblems(regions: readonly string[], files: readonly string[]): Problem[] {
  const stacks = files.flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  const orphans = stacks
    .filter((stack) => !regions.includes(stack))
    .map((stack) => ({
      file: stackFile(stack),
      key: "the file",
      seen: "for a region that the topology does not have",
      allowed: `a file for one of ${regions.join(", ")}, or a new entry in ${TOPOLOGY_FILE}`,
    }));
  const missing = regions
    .filter((region) => !stacks.includes(region))
    .map((region) => ({
      file: stackFile(region),
      key: "the file",
      seen: "missing",
      allowed: `a stack file for each region of the topology; start from another region's`,
    }));
  return [...orphans, ...missing];
}

/** What a stack file sets of the project's own keys; secrets cannot be read without the engine. */
function stackSettings(file: string, project: string): Record<string, unknown> {
  const settings = ownSettings(project, stackFileSchema.parse(readYaml(file)).config ?? {});
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key,
      encrypted.safeParse(value).success ? new SecretText(`[encrypted: ${key}]`) : value,
    ]),
  );
}

/** How the engine writes a secret into a stack file. */
const encrypted = z.strictObject({ secure: z.string() });

/** @throws ConfigError that says where a file is no YAML, and repeats nothing of it. */
function readYaml(file: string): unknown {
  const lineCounter = new LineCounter();
  const text = readFileSync(file, "utf8");
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const problems = document.errors.map(({ code, pos: [start] }): Problem => {
    const { line, col } = lineCounter.linePos(start);
    return {
      file: basename(file),
      key: `line ${line}, column ${col}`,
      seen: `no YAML (${code})`,
      allowed: `YAML, such as \`${settingKey("LLM_REPLICAS")}: 3\` below \`config:\``,
    };
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return document.toJS();
}
