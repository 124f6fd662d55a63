import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Topology } from "../config/topology";
import { table } from "../sandbox/report";
import { playPlan } from "../simulator/campaign/play";
import { parseScenario, planOf } from "../simulator/scenario";
import { timeline } from "../simulator/timeline";
import type { Watch } from "../simulator/world/watch";
import type { World } from "../simulator/world/world";

/** What is played. */
const SCENARIO = join(__dirname, "..", "simulator", "scenarios", "region-lost.yaml");

/** Virtual seconds between two pictures of all rows. */
const PICTURE_SECONDS = 30;

/** How much faster than real time it is shown to somebody who looks on. */
const SPEED = 15;

/** Something to show, at a moment of virtual time. */
interface Scene {
  readonly seconds: number;
  readonly lines: readonly string[];
}

/** How the controllers of all regions lead the requests around one that is lost, in virtual time. */
export function lostRegion(topology: Topology): {
  readonly about: string;
  readonly scenes: Scene[];
} {
  const scenario = parseScenario(readFileSync(SCENARIO, "utf8"), SCENARIO, topology);
  const scenes: Scene[] = [];
  const { violation } = playPlan(planOf(scenario, topology), [scenario.seed, "scenario"], 0, {
    onlooker: (world) => {
      const told = timeline(world, (line) =>
        scenes.push({ seconds: world.seconds, lines: [line] }),
      );
      return { ...told, second: pictures(world, scenes) };
    },
  });
  if (violation !== undefined) {
    scenes.push({ seconds: violation.seconds, lines: [`Violated: ${violation.sentence}`] });
  }
  return { about: scenario.about, scenes };
}

/** All rows, now and then. */
function pictures(world: World, scenes: Scene[]): NonNullable<Watch["second"]> {
  let next = 0;
  return () => {
    if (world.seconds < next) return undefined;
    next += PICTURE_SECONDS;
    const { names } = world;
    const rows = names.map((name, entry) => [
      name,
      ...(world.rowOf(entry) ?? []).map((points) => (points === 0 ? "-" : String(points))),
    ]);
    const lines = table([["ENTRY", ...names.map((name) => `TO ${name}`)], ...rows]);
    const head = `Weights ${world.seconds.toFixed(0)} s after the beginning (virtual time):`;
    scenes.push({ seconds: world.seconds, lines: ["", head, ...lines, ""] });
    return undefined;
  };
}

/**
 * Shows it: at a pace that can be followed where somebody looks on, and at once where nobody does.
 *
 * @param isWatched whether a person looks on.
 */
export async function showLostRegion(
  topology: Topology,
  print: (line: string) => void,
  { isWatched, signal }: { readonly isWatched: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const { about, scenes } = lostRegion(topology);
  print("What the traffic controllers of all regions do when one is lost.");
  print(`A simulation of the real controllers in virtual time, nothing runs yet: ${about}`);
  let shown = 0;
  for (const { seconds, lines } of scenes) {
    if (isWatched) await sleep(((seconds - shown) * 1_000) / SPEED, undefined, { signal });
    shown = seconds;
    for (const line of lines) print(line);
  }
  print("\nMore of it: npm run simulate.\n");
}
