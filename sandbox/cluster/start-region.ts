import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readFileIfPresent, writeFileAtomically } from "../processes/atomic-file";
import { ProcessError } from "../processes/failure";
import { awaitReady, type Probe } from "../processes/readiness";
import { isRunning, type ProcessSpec, readRecord } from "../processes/record";
import { isSame, startProcess } from "../processes/start";
import { stopProcess } from "../processes/stop";
import { ApiClient, type ApiAccess } from "./api-client";
import { ensureBaseObjects } from "./base-objects";
import { forEachBounded } from "./bounded";
import { type Component, COMPONENTS, type LaunchContext } from "./component";
import { DEFINITIONS } from "./components";
import { componentKubeconfig } from "./controller";
import { ensureCredentials, type Tokens } from "./credentials";
import { ClusterError } from "./failure";
import { apiserverUrl } from "./kube-apiserver";
import { addToKubeconfig } from "./kubeconfig";
import { releaseNodeLeases } from "./kwok";
import { awaitNodesReady, ensureNodes } from "./nodes";
import { writePodStages } from "./pod-stages";
import { assertPortFree, portOf } from "./ports";

/** What happens while regions start. `kept`: it ran already, with these arguments, and is well. */
export type StartProgress =
  | {
      readonly kind: "component";
      readonly region: string;
      readonly component: Component;
      readonly state: "starting" | "ready" | "kept";
    }
  | { readonly kind: "region"; readonly region: string; readonly seconds: number };

/** How a start is watched and ended. */
export interface StartObserver {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: StartProgress) => void;
  /** Called for every process that this start launched, right after it is on record. */
  readonly onLaunch: (folder: string, component: Component) => void;
}

/** Bound for one component; kube-apiserver needs 5 s on an idle core, with four at once far more. */
const READY_BOUND_MS = 90_000;

/** What a component that runs already may take to answer before it counts as broken. */
const KEPT_BOUND_MS = 10_000;

/** Starts what of a region does not run, in order, and waits until pods can run on its nodes. */
export async function startRegion(
  context: LaunchContext,
  observer: StartObserver,
): Promise<ApiAccess> {
  const begin = Date.now();
  const { plan, files } = context;
  await mkdir(files.folder, { recursive: true, mode: 0o700 });
  const tokens = await ensureCredentials(files);

  await startComponent("etcd", context, observer);
  await startComponent("kube-apiserver", context, observer);
  const access = await apiAccess(context, tokens);
  await writeComponentKubeconfigs(context, access, tokens);
  const api = new ApiClient(access);
  const together: ((observer: StartObserver) => Promise<void>)[] = [
    (each) => startComponent("kube-controller-manager", context, each),
    (each) => startComponent("kube-scheduler", context, each),
    async (each) => {
      await ensureBaseObjects(api);
      await ensureNodes(api, plan);
      await writePodStages(context);
      await startComponent("kwok", context, each, () => releaseNodeLeases(api));
      await startComponent("cockroachdb", context, each);
    },
  ];
  // Waits for all of them also when one fails, so that nothing is launched after this has ended.
  await forEachBounded(together, together.length, observer.signal, (start, signal) =>
    start({ ...observer, signal }),
  );
  await awaitNodesReady(api, plan, observer.signal);
  observer.onProgress({
    kind: "region",
    region: plan.name,
    seconds: (Date.now() - begin) / 1000,
  });
  return access;
}

/** @throws ClusterError `port-busy` if a component that does not run yet cannot have its port. */
export async function assertPortsFree(context: LaunchContext): Promise<void> {
  for (const component of COMPONENTS) {
    const record = await readRecord(context.files.processes, component);
    if (!record || !(await isRunning(record))) await assertOwnPortFree(component, context);
  }
}

async function startComponent(
  component: Component,
  context: LaunchContext,
  observer: StartObserver,
  beforeStart: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  observer.signal.throwIfAborted();
  const { plan, files } = context;
  const spec = DEFINITIONS[component].process(context);
  const probe = DEFINITIONS[component].probe(context);
  const report = (state: "starting" | "ready" | "kept") => {
    observer.onProgress({ kind: "component", region: plan.name, component, state });
  };

  if (await runsWell(spec, probe, context, observer.signal)) {
    report("kept");
    return;
  }
  report("starting");
  // It may run with other arguments, or run and not answer.
  await stopProcess(files.processes, component);
  await assertOwnPortFree(component, context);
  await beforeStart();
  observer.signal.throwIfAborted();
  const record = await startProcess(files.processes, spec);
  observer.onLaunch(files.processes, component);
  await awaitReady(files.processes, record, probe, {
    timeoutMs: READY_BOUND_MS,
    signal: observer.signal,
  });
  report("ready");
}

/** Whether a component runs with these very arguments and answers. */
async function runsWell(
  spec: ProcessSpec,
  probe: Probe,
  { files }: LaunchContext,
  signal: AbortSignal,
): Promise<boolean> {
  const record = await readRecord(files.processes, spec.name);
  if (!record || !isSame(record, spec) || !(await isRunning(record))) return false;
  try {
    await awaitReady(files.processes, record, probe, { timeoutMs: KEPT_BOUND_MS, signal });
    return true;
  } catch (error) {
    if (error instanceof ProcessError) return false;
    throw error;
  }
}

async function assertOwnPortFree(component: Component, { plan }: LaunchContext): Promise<void> {
  if (component === "etcd") return;
  const port = portOf(plan.portBase, plan.index, component);
  await assertPortFree(port, `${component} of ${plan.name}`);
}

/** The authority is the last certificate of the chain that the API server made for itself. */
async function apiAccess(context: LaunchContext, tokens: Tokens): Promise<ApiAccess> {
  const { plan, files } = context;
  const chain = (await readFileIfPresent(files.servingCertificate)) ?? "";
  const authority = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\s*$/.exec(
    chain,
  )?.[0];
  if (authority === undefined) {
    throw new ClusterError(
      "bad-state",
      `${files.servingCertificate} holds no certificate: run \`sandbox reset\``,
    );
  }
  await writeFileAtomically(files.authority, authority);
  return { region: plan.name, server: apiserverUrl(context), authority, token: tokens.admin };
}

async function writeComponentKubeconfigs(
  { plan, files }: LaunchContext,
  { server, authority }: ApiAccess,
  tokens: Tokens,
): Promise<void> {
  for (const component of ["kube-controller-manager", "kube-scheduler", "kwok"] as const) {
    await addToKubeconfig(join(files.folder, componentKubeconfig(component)), [
      { name: plan.name, server, authority, token: tokens[component], namespace: "default" },
    ]);
  }
}
