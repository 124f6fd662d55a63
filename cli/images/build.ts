import { Command, Option } from "commander";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProgramConfig } from "../../config/program-config";
import { OperatorError } from "../../config/operator-error";
import { withProject } from "../deploy/options";
import {
  asTyped,
  type BuildRequest,
  buildSteps,
  type ContainerTool,
  type Destination,
  namesOf,
  type Step,
} from "./build-plan";
import { ownImages } from "./own-images";
import type { Outside } from "./outside";

interface Options {
  readonly project: string;
  readonly image?: (typeof ownImages)[number]["name"];
  readonly push?: true;
  readonly kind?: string;
  readonly registry?: string;
  readonly version?: string;
  readonly nodeImage?: string;
  readonly platform?: string;
  readonly tool?: ContainerTool;
  readonly dryRun?: true;
}

/** 1980-01-01, the earliest time that every archive format can hold. */
const DEFAULT_SOURCE_DATE_EPOCH = 315_532_800;

/** A build pulls Node, and a push may be slow, ms. */
const STEP_TIMEOUT_MS = 30 * 60_000;

/** Builds the images that no registry has. */
export const buildCommand = (outside: Outside): Command =>
  withProject(new Command("build"))
    .description(
      "Build the images that no registry has, by docker or podman, named as the stacks ask for them. " +
        "The same sources give the same bundle; SOURCE_DATE_EPOCH is the time of all files in it.",
    )
    .addOption(
      new Option("--image <name>", "only this one").choices(ownImages.map(({ name }) => name)),
    )
    .addOption(new Option("--push", "push them to their registry").conflicts("kind"))
    .option("--kind <cluster>", "load them into this cluster of kind")
    .option("--registry <host>", "instead of the registries of the stack files")
    .option("--version <tag>", "instead of the versions of the stack files")
    .option("--node-image <name>", "instead of the Dockerfile's own; NAME@sha256:DIGEST")
    .option("--platform <list>", "such as linux/arm64; left out: this machine's own")
    .addOption(new Option("--tool <name>", "what builds").choices(["docker", "podman"]))
    .option("--dry-run", "say what would be run, and run nothing")
    .action(async (options: Options) => {
      const { stacks } = outside.project(options.project);
      const releases = releasesOf(stacks, options);
      const tool = options.tool ?? (await toolOnPath(outside));
      for (const image of ownImages.filter(({ name }) => (options.image ?? name) === name)) {
        const request = (context: string): BuildRequest => ({
          tool,
          image,
          releases,
          context,
          destination: destinationOf(options),
          sourceDateEpoch: sourceDateEpoch(outside.variables["SOURCE_DATE_EPOCH"]),
          ...(options.nodeImage !== undefined && { nodeImage: pinned(options.nodeImage) }),
          ...(options.platform !== undefined && { platform: options.platform }),
        });
        if (options.dryRun) {
          for (const step of buildSteps(request("CONTEXT"))) outside.print(asTyped(step));
        } else {
          await buildImage(request, outside);
        }
      }
    });

async function buildImage(
  requestIn: (context: string) => BuildRequest,
  outside: Outside,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "nephoran-image-"));
  try {
    const context = await mkdtemp(join(folder, "context-"));
    const request = requestIn(context);
    // A second of loading, which nothing else waits for.
    const { makeContext } = await import("./build-context.js");
    await makeContext(request.image, context, request.sourceDateEpoch);
    for (const step of buildSteps(request)) await runStep(step, outside);
    for (const name of namesOf(request)) outside.print(`${name} ${done[request.destination.to]}.`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const done: Readonly<Record<Destination["to"], string>> = {
  machine: "is built",
  registry: "is built and pushed",
  kind: "is built and loaded",
};

async function runStep(step: Step, { run }: Outside): Promise<void> {
  const result = await run({ ...step, timeoutMs: STEP_TIMEOUT_MS, shown: true });
  if (result.ended === "exit" && result.exitCode === 0) return;
  const why = {
    absent: `${step.program} is not on the PATH`,
    timeout: `it took longer than ${STEP_TIMEOUT_MS / 60_000} minutes`,
    exit: `see above`,
  }[result.ended];
  throw new OperatorError(`This failed, ${why}:\n  ${asTyped(step)}`);
}

/** Each registry and version that some stack asks for. */
function releasesOf(
  stacks: readonly ProgramConfig[],
  { registry, version }: Options,
): BuildRequest["releases"] {
  return stacks.map(({ release }) => ({
    registry: registry ?? release.registry,
    version: version ?? release.version,
  }));
}

const destinationOf = ({ push, kind }: Options): Destination => {
  if (kind !== undefined) return { to: "kind", cluster: kind };
  return { to: push === true ? "registry" : "machine" };
};

async function toolOnPath({ run }: Outside): Promise<ContainerTool> {
  for (const tool of ["docker", "podman"] as const) {
    const { ended } = await run({ program: tool, args: ["--version"], timeoutMs: 10_000 });
    if (ended === "exit") return tool;
  }
  throw new OperatorError(
    "Neither docker nor podman is on the PATH. Install one of them; either builds these images.",
  );
}

function pinned(image: string): string {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return image;
  throw new OperatorError(
    `--node-image is ${image}, which may be another image tomorrow. NAME@sha256:DIGEST is wanted; ` +
      `\`docker buildx imagetools inspect ${image}\` says the digest.`,
  );
}

function sourceDateEpoch(text: string | undefined): number {
  if (text === undefined || text === "") return DEFAULT_SOURCE_DATE_EPOCH;
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new OperatorError(
    `SOURCE_DATE_EPOCH is ${JSON.stringify(text)}; a whole number of seconds since 1970 is wanted.`,
  );
}
