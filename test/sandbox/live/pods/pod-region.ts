import { spawn } from "node:child_process";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readProject } from "../../../../config/files";
import { controlPlaneBinaries } from "../../../../sandbox/cluster/binaries";
import { resetControlPlanes, startControlPlanes } from "../../../../sandbox/cluster/control-planes";
import { podRunnerPort } from "../../../../sandbox/cluster/ports";
import { planOf } from "../../../../sandbox/cluster/region-plan";
import { regionFiles } from "../../../../sandbox/cluster/state-files";
import { repositoryRoot } from "../../../../sandbox/layout";
import { openBorder } from "../../../../sandbox/live/border/border";
import { closeBorders } from "../../../../sandbox/live/border/close";
import type { LiveTools } from "../../../../sandbox/live/images/tools";
import { closeNetwork, openNetwork } from "../../../../sandbox/live/network/network";
import { killPods, startPodRunner, stopPodRunner } from "../../../../sandbox/live/pods/start";
import { POD_RUNNER, runnerFiles } from "../../../../sandbox/live/pods/runner-files";
import { regionAccess } from "../../../../sandbox/live/region-access";
import { memoryMb } from "../../../../sandbox/processes/process-table";
import { readRecord } from "../../../../sandbox/processes/record";
import { requireToolchain } from "../../../../sandbox/toolchain/toolchain";
import { Kubectl } from "../../cluster/engine-region";
import { TEST_IMAGES } from "./known-images";

const REGION = "us-east-1";

/** A control plane with a network, a border, and a runner that knows the tests' own images. */
export class PodRegion {
  private constructor(
    readonly directory: string,
    readonly kubectl: Kubectl,
    private readonly kubectlCommand: {
      readonly command: string;
      readonly args: readonly string[];
      readonly env: NodeJS.ProcessEnv;
    },
    private readonly run: () => Promise<void>,
    /** Of who may do everything there. */
    readonly adminToken: string,
    private readonly kubeletPort: number,
  ) {}

  readonly name = REGION;

  get live(): string {
    return join(this.directory, "live");
  }

  static async start(portBase: number): Promise<PodRegion> {
    const directory = await mkdtemp(join(tmpdir(), "nephoran-pods-"));
    const live = join(directory, "live");
    const toolchain = await requireToolchain(["cluster", "network"]);
    const binaries = controlPlaneBinaries(toolchain);
    const { topology } = readProject(repositoryRoot);
    const spec = { name: REGION, zones: [`${REGION}a`], features: [] };
    const network = await openNetwork({
      directory: live,
      binary: toolchain.path("sandbox-network"),
      sites: [{ name: REGION, index: 0 }],
    });
    await startControlPlanes([spec], binaries, {
      directory,
      portBase,
      live: true,
      realImages: TEST_IMAGES,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    const plan = planOf({ ...spec, index: 0, portBase });
    const files = regionFiles(directory, REGION);
    await openBorder({
      network,
      directory: live,
      topology,
      binaries: { coredns: toolchain.path("coredns") },
      region: plan,
      files,
    });
    const access = await regionAccess({ plan, files });
    const run = () =>
      startPodRunner({
        directory: live,
        context: { plan, files },
        access,
        tools: TEST_TOOLS,
        main: "test/sandbox/live/pods/runner-main.ts",
      });
    await run();
    const kubectl = new Kubectl(binaries, directory, REGION);
    const env = { KUBECONFIG: `${directory}/kubeconfig`, HOME: directory };
    const command = { command: binaries.kubectl, args: [`--context=${REGION}`], env };
    const kubeletPort = podRunnerPort(portBase, plan.index);
    return new PodRegion(directory, kubectl, command, run, access.token, kubeletPort);
  }

  /** What the kubelet of the node with an address answers who asks for metrics with a token. */
  async metrics(
    node: string,
    token: string | undefined,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const asking = request({
      ...{ host: "127.0.0.1", port: this.kubeletPort, path: "/metrics/cadvisor" },
      headers: { host: node, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      ...{ rejectUnauthorized: false, agent: false },
    });
    asking.end();
    const [answer] = (await once(asking, "response")) as [IncomingMessage];
    let text = "";
    for await (const part of answer) text += String(part);
    return { status: answer.statusCode ?? 0, text };
  }

  /** Starts the runner anew. */
  async restartRunner(): Promise<void> {
    await this.run();
  }

  /** Cuts the power of all pods. */
  async kill(): Promise<void> {
    await killPods(this.live, REGION);
  }

  /** What a server in a pod answers over `kubectl port-forward`. */
  async forwarded(pod: string, local: number, remote: number, path: string): Promise<string> {
    const { command, args, env } = this.kubectlCommand;
    const forwarding = spawn(
      command,
      [...args, "port-forward", "-n=default", `pod/${pod}`, `${String(local)}:${String(remote)}`],
      { env, stdio: ["ignore", "pipe", "inherit"] },
    );
    try {
      await once(forwarding.stdout, "data");
      const answer = await fetch(`http://127.0.0.1:${String(local)}${path}`);
      return await answer.text();
    } finally {
      forwarding.kill();
      await once(forwarding, "exit");
    }
  }

  /** The runner's share of memory. */
  async runnerMemoryMb(): Promise<number> {
    const record = await readRecord(runnerFiles(this.live, REGION).processes, POD_RUNNER);
    return (record && (await memoryMb(record.pid))) ?? Infinity;
  }

  async stop(): Promise<void> {
    await stopPodRunner(this.live, REGION);
    await closeBorders(this.live);
    await closeNetwork(this.live);
    await resetControlPlanes(this.directory);
    await rm(this.directory, { recursive: true });
  }
}

/** None but Node is asked for. */
const TEST_TOOLS: LiveTools = {
  node: process.execPath,
  repository: repositoryRoot,
  pilotDiscovery: process.execPath,
  pilotAgent: process.execPath,
  envoy: process.execPath,
  envoyBootstrap: process.execPath,
  prometheus: process.execPath,
  alertmanager: process.execPath,
  kubeStateMetrics: process.execPath,
  bundles: join(repositoryRoot, "node_modules"),
};
