import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { OperatorError } from "../config/operator-error";
import type { Topology } from "../config/topology";
import { decisionSettingsSchema } from "../services/traffic-controller/settings";
import { playPlan, type Played, type PlayOptions } from "./campaign/play";
import { faultSchema, misfits } from "./faults/fault";
import { timeline } from "./timeline";
import type { WorldPlan } from "./world/world-plan";

/** A world that somebody describes: the shipped topology and settings, but for what is said here. */
export const scenarioSchema = z.strictObject({
  about: z.string().min(1).describe("what it shows, a sentence"),
  seed: z.int().min(0).default(1).describe("of all that is left to chance, such as round trips"),
  seconds: z.number().min(1).max(86_400).default(600).describe("how long it lasts"),
  mode: z.enum(["active", "shadow"]).default("active").describe("whether controllers write"),
  replicas: z
    .union([z.literal(1), z.literal(2)])
    .default(2)
    .describe("of each region's controller, 1 or 2"),
  demand: z
    .record(z.string(), z.number().min(0))
    .default({})
    .describe("intents/min at an entry, by region; where left out, half of the region's capacity"),
  settings: decisionSettingsSchema
    .prefault({})
    .describe("settings of the decision core that differ from the shipped ones"),
  events: z.array(faultSchema).default([]).describe("what happens"),
});

export type Scenario = z.output<typeof scenarioSchema>;

/**
 * A scenario as YAML or JSON.
 *
 * @param file how it is called in messages.
 * @throws OperatorError that names every problem.
 */
export function parseScenario(text: string, file: string, topology: Topology): Scenario {
  const result = scenarioSchema.safeParse(readYaml(text, file));
  const regions = topology.regions.map(({ name }) => name);
  const problems = result.success
    ? [
        ...result.data.events.flatMap((event, index) =>
          misfits(event, regions).map((what) => `events[${index}]: ${what}`),
        ),
        ...Object.keys(result.data.demand)
          .filter((name) => !regions.includes(name))
          .map((name) => `demand: ${name} is no region (they are ${regions.join(", ")})`),
      ]
    : result.error.issues.map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`);
  if (!result.success || problems.length > 0) {
    throw new OperatorError(
      `${file} is no scenario:\n${problems.map((it) => `  ${it}`).join("\n")}\n` +
        "docs/simulator.md says what may be written there; simulator/scenarios has examples.",
    );
  }
  return result.data;
}

function readYaml(text: string, file: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    throw new OperatorError(
      `${file} is neither YAML nor JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The world of a scenario. */
export const planOf = (scenario: Scenario, topology: Topology): WorldPlan => ({
  topology,
  settings: scenario.settings,
  mode: scenario.mode,
  replicas: scenario.replicas,
  demand: topology.regions.map(({ name, capacityIntentsPerMinute }) => ({
    mean: scenario.demand[name] ?? capacityIntentsPerMinute / 2,
    swing: 0,
    periodSeconds: 60,
  })),
  bound: topology.regions.map(() => 0),
  faults: scenario.events,
  calmFromSeconds: Math.max(0, ...scenario.events.map((it) => it.at + ("for" in it ? it.for : 0))),
  seconds: scenario.seconds,
  clockSkewMs: 1_000,
});

/** Plays a scenario and tells what happens, a line each. */
export function playScenario(
  scenario: Scenario,
  topology: Topology,
  tell: (line: string) => void,
  options: Pick<PlayOptions, "make"> = {},
): Played {
  return playPlan(planOf(scenario, topology), [scenario.seed, "scenario"], 0, {
    ...options,
    onlooker: (world) => timeline(world, tell),
  });
}
