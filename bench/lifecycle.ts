import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { OperatorError } from "../config/operator-error";
import type { Bench } from "./bench";
import { kubectl, timed, timeEngine } from "./commands";
import { ratioToPeer, type Readings } from "./figure";
import { longestWait, type Wait } from "./longest-wait";
import type { RegionLab } from "./region-lab";
import { type RenderedRegion, renderRegion } from "./rendered-region";
import { rounds } from "./rounds";

/** Seconds of each step in a region's life. */
type Life = Readonly<Record<"up" | "noop" | "destroy", number>>;

/** A life by the engine, and what its `up` waited for longest. */
type EngineLife = Life & { readonly longest: Wait | undefined };

/**
 * A region's stack from nothing to nothing, by the engine and then by kubectl with the same objects.
 */
export async function lifecycle(bench: Bench): Promise<Readings<"up" | "noop" | "destroy">> {
  const lab = await bench.region();
  const out = join(lab.layout.directory, "rendered");
  const rendered = await renderRegion(lab.region, lab.charts, out);
  // What is of a kind cannot be looked for before the kind is there.
  await define(lab, rendered, bench.signal);
  await assertEmpty(lab, rendered, bench.signal);

  const lives = await rounds(
    bench,
    {
      ours: () => byEngine(lab, rendered, bench.signal),
      peer: () => byKubectl(lab, rendered, bench.signal),
    },
    ({ ours, peer }) => `pulumi ${describe(ours)}; kubectl ${describe(peer)}`,
  );
  const pairs = (step: keyof Life) =>
    lives.map(({ ours, peer }) => ({ ours: ours[step], peer: peer[step] }));
  return {
    "up.region": ratioToPeer("kubectl apply --server-side, then kubectl wait", pairs("up"), {
      notes: lives.slice(-1).flatMap(({ ours }) => waitNote(ours)),
    }),
    "noop.region": ratioToPeer("the same kubectl apply again", pairs("noop")),
    "destroy.region": ratioToPeer("kubectl delete --wait", pairs("destroy")),
  };
}

async function byEngine(
  lab: RegionLab,
  rendered: RenderedRegion,
  signal: AbortSignal,
): Promise<EngineLife> {
  const run = (command: string, expected: "create" | "same" | "delete") =>
    timeEngine(lab.stack, [command, "--yes", "--skip-preview"], expected, signal);
  const up = await run("up", "create");
  const events = await readFile(join(lab.layout.engineLogs, `${lab.region}.events.jsonl`), "utf8");
  const noop = await run("up", "same");
  const destroy = await run("destroy", "delete");
  await assertEmpty(lab, rendered, signal);
  return { up, noop, destroy, longest: longestWait(events) };
}

async function byKubectl(
  lab: RegionLab,
  rendered: RenderedRegion,
  signal: AbortSignal,
): Promise<Life> {
  const { objects } = rendered;
  const run = (...args: string[]) => kubectl(lab, args, signal);
  const apply = async () => {
    await define(lab, rendered, signal);
    await run("apply", "--server-side", "--recursive", "--filename", objects);
  };
  const life = {
    up: await timed(async () => {
      await apply();
      // The engine, too, is done only when the workloads are.
      const all = ["--all", "--all-namespaces", "--timeout=120s"];
      await run("wait", "deployments", ...all, "--for=condition=Available");
      await run("wait", "jobs", ...all, "--for=condition=Complete");
      // Those of the StatefulSets are there by now.
      const everywhere = ["--selector=!batch.kubernetes.io/job-name", ...all.slice(1)];
      await run("wait", "pods", ...everywhere, "--for=condition=Ready");
    }),
    noop: await timed(apply),
    // What goes with its namespace may be gone before its own turn.
    destroy: await timed(() =>
      run("delete", "--wait", "--ignore-not-found", "--recursive", "--filename", objects),
    ),
  };
  await assertEmpty(lab, rendered, signal);
  return life;
}

/** Has the API server know the kinds that Istio's charts define. */
async function define(
  lab: RegionLab,
  { definitions }: RenderedRegion,
  signal: AbortSignal,
): Promise<void> {
  const apply = ["apply", "--server-side", "--force-conflicts", "--recursive"];
  await kubectl(lab, [...apply, "--filename", definitions], signal);
  const established = ["--for=condition=Established", "--timeout=60s"];
  await kubectl(lab, ["wait", "crd", "--all", ...established], signal);
}

/** @throws OperatorError if any of the objects is there: then nothing starts from nothing. */
async function assertEmpty(
  lab: RegionLab,
  { objects }: RenderedRegion,
  signal: AbortSignal,
): Promise<void> {
  const all = ["--ignore-not-found", "--output=name", "--recursive", "--filename", objects];
  const left = await kubectl(lab, ["get", ...all], signal);
  if (left === "") return;
  throw new OperatorError(`${lab.region} should be empty, but holds:\n${left}`);
}

/** Whoever reads the ratio wants to know what the engine was doing all that time. */
const waitNote = ({ longest }: EngineLife): string[] =>
  longest === undefined
    ? []
    : [`The engine was busy longest with ${longest.resource}, about ${longest.seconds} s.`];

const describe = ({ up, noop, destroy }: Life): string =>
  `up ${up.toFixed(1)} s, again ${noop.toFixed(1)} s, destroy ${destroy.toFixed(1)} s`;
