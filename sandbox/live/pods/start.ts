import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { ApiAccess } from "../../cluster/api-client";
import type { RegionContext } from "../../cluster/component";
import { callHttps } from "../../cluster/https";
import { LOOPBACK, podRunnerPort } from "../../cluster/ports";
import { REGION_FILE_NAMES } from "../../cluster/state-files";
import { readFileIfPresent, writeFileAtomically } from "../../processes/atomic-file";
import { killProcess } from "../../processes/kill";
import { awaitReady } from "../../processes/readiness";
import { isRunning, type ProcessSpec, readRecord } from "../../processes/record";
import { isSame, startProcess } from "../../processes/start";
import { stopProcess } from "../../processes/stop";
import { programCode } from "../images/bundles";
import type { LiveTools } from "../images/tools";
import { networkFiles, runningHolder } from "../network/holder";
import { POD_RUNNER, runnerFiles } from "./runner-files";
import type { RunnerSettings } from "./runner-settings";

/** The program that runs a region's pods, from the root of the repository. */
const MAIN = "sandbox/live/pods/main.ts";

const READY_BOUND_MS = 30_000;

export interface PodRunnerOptions {
  /** State folder of the live depth. */
  readonly directory: string;
  readonly context: RegionContext;
  /** The region's API server, as its administrator. */
  readonly access: ApiAccess;
  readonly tools: LiveTools;
  readonly signal?: AbortSignal;
  /** Another program in its place, from the root of the repository: one that knows other images. */
  readonly main?: string;
}

/**
 * Starts a region's pod runner, unless the very same one runs and answers. What an earlier one left is
 * ended before. Its network and its border have to be open.
 *
 * @throws ProcessError if it does not become ready.
 */
export async function startPodRunner(options: PodRunnerOptions): Promise<void> {
  const { directory, context, access, tools, signal, main = MAIN } = options;
  const { plan, files: regionFiles } = context;
  const files = runnerFiles(directory, plan.name);
  const program = { file: join(files.folder, "pod-runner.cjs"), code: await programCode(main) };
  const port = podRunnerPort(plan.portBase, plan.index);
  const settings: RunnerSettings = {
    region: plan.name,
    regionIndex: plan.index,
    directory,
    network: (await runningHolder(networkFiles(directory)))?.startedAt ?? "",
    api: { server: access.server, authority: access.authority, token: access.token },
    tools: { ...tools },
    kubelet: {
      port,
      certificate: regionFiles.servingCertificate,
      key: join(regionFiles.folder, REGION_FILE_NAMES.servingKey),
    },
  };
  const spec: ProcessSpec = {
    name: POD_RUNNER,
    command: process.execPath,
    // It holds little, but would leave garbage for long.
    args: ["--max-semi-space-size=2", "--max-old-space-size=128", program.file, files.settings],
    workingDirectory: files.folder,
    environment: {},
  };
  const probe = async () => {
    const authority = (await readFileIfPresent(regionFiles.servingCertificate)) ?? "";
    const url = `https://${LOOPBACK}:${String(port)}/healthz`;
    const answer = await callHttps(url, authority, { timeoutMs: 1_000 }).catch(() => undefined);
    return answer?.status === 200
      ? { ready: true as const }
      : { ready: false as const, why: `it does not answer at ${url}` };
  };
  const written = [program.code, JSON.stringify(settings)];
  const present = [await readFileIfPresent(program.file), await readFileIfPresent(files.settings)];
  const before = await readRecord(files.processes, POD_RUNNER);
  const isKept =
    before !== undefined &&
    isSame(before, spec) &&
    (await isRunning(before)) &&
    isDeepStrictEqual(present, written) &&
    (await probe()).ready;
  if (isKept) return;

  await stopPodRunner(directory, plan.name);
  signal?.throwIfAborted();
  await mkdir(files.processes, { recursive: true, mode: 0o700 });
  await writeFileAtomically(program.file, program.code);
  await writeFileAtomically(files.settings, JSON.stringify(settings));
  const record = await startProcess(files.processes, spec);
  await awaitReady(files.processes, record, probe, {
    timeoutMs: READY_BOUND_MS,
    ...(signal && { signal }),
  });
}

/** Ends a region's pod runner, and all its pods' processes with it, in order. */
export async function stopPodRunner(directory: string, region: string): Promise<void> {
  await stopProcess(runnerFiles(directory, region).processes, POD_RUNNER);
}

/**
 * Kills a region's pod runner and all its pods' processes at once, as if their machines lost power.
 * Nothing is told to the API server. {@link startPodRunner} starts them again.
 */
export async function killPods(directory: string, region: string): Promise<void> {
  await killProcess(runnerFiles(directory, region).processes, POD_RUNNER);
}
