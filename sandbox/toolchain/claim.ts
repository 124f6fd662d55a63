import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { readFileIfPresent, writeFileAtomically } from "../processes/atomic-file";
import { lookUp } from "../processes/process-table";
import { type BuildProgress, buildProgressSchema } from "./progress";

/**
 * How long a claim counts that was made on another host and is not renewed, in ms: its process
 * cannot be looked up from here (a home folder on a network, or shared with a container).
 */
const FOREIGN_CLAIM_MS = 2 * 60_000;

/** How often a waiting process looks again, in ms; a random part keeps two from retrying in step. */
const RETRY_MS = 500;

/** How often a holder writes how far it is, in ms. */
const PUBLISH_MS = 1_000;

const claimSchema = z.object({
  host: z.string(),
  pid: z.int(),
  startedAt: z.string(),
  progress: buildProgressSchema.optional(),
});

/** Who builds at the moment, and how far that is. */
export type ClaimHolder = z.infer<typeof claimSchema>;

/** The right to build, until it is released. */
export interface Claim {
  /** Shows the others how far this build is, once a second at most; proves that it goes on, too. */
  publish(progress: BuildProgress): void;
  release(): Promise<void>;
}

/**
 * Claims a folder if nobody else has a living claim. Each claimant has a file of its own, so the
 * claim of a dead process stands in nobody's way, and removing it can never hit a living one. Two
 * who claim at the same moment see each other and both withdraw.
 *
 * @returns the claim, or who has it.
 */
export async function tryToClaim(folder: string): Promise<Claim | ClaimHolder> {
  const before = await livingClaim(folder);
  if (before) return before;

  const self = await lookUp(process.pid);
  if (!self) throw new TypeError("this process is not in the system's process table");
  const holder = { host: hostname(), pid: self.pid, startedAt: self.startedAt };
  const file = join(folder, `${randomUUID()}.json`);
  await mkdir(folder, { recursive: true });
  await writeFileAtomically(file, JSON.stringify(holder));

  const rival = await livingClaim(folder, file);
  if (rival) {
    await rm(file, { force: true });
    return rival;
  }
  return claimFile(file, holder);
}

function claimFile(file: string, holder: ClaimHolder): Claim {
  let writing = Promise.resolve();
  let nextAt = 0;
  return {
    publish(progress) {
      if (Date.now() < nextAt) return;
      nextAt = Date.now() + PUBLISH_MS;
      const text = JSON.stringify({ ...holder, progress });
      // Only a courtesy: what keeps it from being written will stop the build itself as well.
      writing = writing.then(() => writeFileAtomically(file, text)).catch(() => undefined);
    },
    async release() {
      nextAt = Infinity;
      await writing;
      await rm(file, { force: true });
    },
  };
}

/**
 * Claims a folder as soon as nobody else does.
 *
 * @param whileWaiting is told about the holder at every look; true ends the waiting without a claim.
 * @returns undefined if `whileWaiting` ended it.
 */
export async function waitForClaim(
  folder: string,
  whileWaiting: (holder: ClaimHolder) => Promise<boolean>,
  signal?: AbortSignal,
): Promise<Claim | undefined> {
  for (;;) {
    signal?.throwIfAborted();
    const result = await tryToClaim(folder);
    if ("release" in result) return result;
    if (await whileWaiting(result)) return undefined;
    await sleep(RETRY_MS * (1 + Math.random()), undefined, signal ? { signal } : {});
  }
}

/** Somebody's claim whose process lives; what the dead left is removed on the way. */
async function livingClaim(folder: string, own?: string): Promise<ClaimHolder | undefined> {
  const files = (await readdir(folder).catch(() => []))
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(folder, name));
  for (const file of files) {
    if (file === own) continue;
    const text = await readFileIfPresent(file);
    if (text === undefined) continue;
    const holder = claimSchema.parse(JSON.parse(text));
    if (await isAlive(holder, file)) return holder;
    await rm(file, { force: true });
  }
  return undefined;
}

async function isAlive(holder: ClaimHolder, file: string): Promise<boolean> {
  if (holder.host === hostname()) {
    return (await lookUp(holder.pid))?.startedAt === holder.startedAt;
  }
  const renewed = await stat(file).catch(() => undefined);
  return renewed !== undefined && Date.now() - renewed.mtimeMs < FOREIGN_CLAIM_MS;
}
