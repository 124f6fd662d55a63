import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { promisify } from "node:util";
import { z } from "zod";
import {
  type Deployable,
  DeploymentProcess,
  type Interruption,
  interruptions,
} from "./deployment-process";
import { differences, objectsIn } from "./objects";

/** Where rounds are run: regions of which nothing is deployed, and what deploys them. */
export interface Lab extends Deployable {
  readonly regions: readonly string[];
  /** Folder with the locks on the stacks. */
  readonly locks: string;
  /** Options of the command besides. */
  readonly options: readonly string[];
}

/** What is there after a deployment. */
export interface Outcome {
  /** Objects of all clusters, and resources in all states. */
  readonly things: readonly string[];
  readonly seconds: number;
}

/** When and how a deployment is interrupted. */
export interface Blow {
  readonly afterSeconds: number;
  readonly how: Interruption;
}

/** One to three interruptions, each within the time that an undisturbed deployment takes. */
export function randomBlows(random: () => number, undisturbedSeconds: number): Blow[] {
  const count = 1 + Math.floor(random() * 3);
  return Array.from({ length: count }, () => ({
    afterSeconds: random() * undisturbedSeconds,
    how: interruptions[Math.floor(random() * interruptions.length)] ?? "everything",
  }));
}

/** Deploys without any interruption. */
export async function undisturbed(lab: Lab): Promise<Outcome> {
  const { code, output, seconds } = await new DeploymentProcess(lab, lab.options).ended;
  if (code !== 0)
    throw new Error(`An undisturbed deployment ended with ${String(code)}:\n${output}`);
  return { things: await thingsIn(lab), seconds };
}

/** What went wrong in a round; empty: all is as if nothing had happened. */
export type Faults = readonly string[];

/**
 * Interrupts a deployment, then runs the very same command again to its end, and holds what is there
 * against an undisturbed one.
 */
export async function disturbed(
  lab: Lab,
  blows: readonly Blow[],
  expected: Outcome,
): Promise<Faults> {
  const faults: string[] = [];
  const runs: DeploymentProcess[] = [];
  for (const { afterSeconds, how } of blows) {
    const run = new DeploymentProcess(lab, lab.options);
    runs.push(run);
    const { code, output } = await run.interruptAfter(afterSeconds, how);
    if (how === "ctrl-c" && code !== 130 && code !== 0) {
      faults.push(`Ctrl-C ended the command with ${String(code)}:\n${output}`);
    }
  }
  const last = new DeploymentProcess(lab, lab.options);
  const { code, output } = await last.ended;
  if (code !== 0) return [...faults, `The next run ended with ${String(code)}:\n${output}`];

  faults.push(...differences(expected.things, await thingsIn(lab)));
  for (const run of [...runs, last]) {
    const left = await run.processes();
    if (left.length > 0) faults.push(`processes ${left.join(", ")} are left`);
  }
  faults.push(...(await leftLocks(lab)), ...(await untrueStates(lab)));
  return faults;
}

/** A deployment that first asks the clusters changes nothing if the states tell the truth. */
async function untrueStates(lab: Lab): Promise<string[]> {
  const { code, output } = await new DeploymentProcess(lab, [...lab.options, "--refresh", "--json"])
    .ended;
  if (code !== 0) return [`A run with --refresh ended with ${String(code)}:\n${output}`];
  return output
    .trim()
    .split("\n")
    .map((line) => eventSchema.parse(JSON.parse(line)))
    .flatMap(({ event, stack, changes }) => {
      const changed = Object.keys(changes ?? {}).filter((change) => !IDLE.includes(change));
      if (event !== "ended" || changed.length === 0) return [];
      return [`${stack ?? ""} was not up to date: ${JSON.stringify(changes)}`];
    });
}

const IDLE: readonly string[] = ["same", "read", "refresh"];

const eventSchema = z.object({
  event: z.string(),
  stack: z.string().optional(),
  changes: z.record(z.string(), z.number()).optional(),
});

async function leftLocks({ locks }: Lab): Promise<string[]> {
  const files = await readdir(locks, { recursive: true, withFileTypes: true }).catch(() => []);
  return files.filter((file) => file.isFile()).map(({ name }) => `the lock ${name} is left`);
}

const stateSchema = z.object({
  deployment: z.object({
    resources: z.array(z.object({ urn: z.string() })),
    pending_operations: z.array(z.unknown()).nullish(),
  }),
});

/** Every object in the clusters, every resource in the states, and what hangs there. */
async function thingsIn({ regions, directory, environment }: Lab): Promise<string[]> {
  const things = await Promise.all(
    regions.map(async (region) => {
      const { stdout } = await promisify(execFile)(
        "pulumi",
        ["stack", "export", "--stack", region],
        {
          cwd: directory,
          env: environment,
          maxBuffer: 256 * 1024 * 1024,
          timeout: 60_000,
        },
      );
      const { deployment } = stateSchema.parse(JSON.parse(stdout));
      const pending = deployment.pending_operations ?? [];
      return [
        ...(await objectsIn(region, environment)).map((object) => `${region}: ${object}`),
        ...deployment.resources.map(({ urn }) => urn),
        ...pending.map((operation) => `${region}: pending ${JSON.stringify(operation)}`),
      ];
    }),
  );
  return things.flat();
}
