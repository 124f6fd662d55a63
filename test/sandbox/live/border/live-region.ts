import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readProject } from "../../../../config/files";
import { controlPlaneBinaries } from "../../../../sandbox/cluster/binaries";
import { resetControlPlanes, startControlPlanes } from "../../../../sandbox/cluster/control-planes";
import { planOf } from "../../../../sandbox/cluster/region-plan";
import { regionFiles } from "../../../../sandbox/cluster/state-files";
import { repositoryRoot } from "../../../../sandbox/layout";
import {
  type BorderOptions,
  openBorder,
  openClientsBorder,
  type RegionBorder,
} from "../../../../sandbox/live/border/border";
import { closeBorders } from "../../../../sandbox/live/border/close";
import { dnsAddresses } from "../../../../sandbox/live/border/dns-addresses";
import {
  closeNetwork,
  type LiveNetwork,
  openNetwork,
} from "../../../../sandbox/live/network/network";
import { startProcess } from "../../../../sandbox/processes/start";
import { requireToolchain } from "../../../../sandbox/toolchain/toolchain";
import { Kubectl } from "../../cluster/engine-region";

const REGION = "us-east-1";

/** A control plane whose border is open, with a network that pods can be put into. */
export class LiveRegion {
  readonly name = REGION;

  private constructor(
    readonly directory: string,
    readonly network: LiveNetwork,
    readonly kubectl: Kubectl,
    readonly border: RegionBorder,
    readonly clients: RegionBorder,
    /** Starts what does not run, as `up` does. */
    readonly up: () => Promise<void>,
  ) {}

  static async start(portBase: number): Promise<LiveRegion> {
    const directory = await mkdtemp(join(tmpdir(), "nephoran-border-"));
    const live = join(directory, "live");
    const toolchain = await requireToolchain(["cluster", "network"]);
    const binaries = controlPlaneBinaries(toolchain);
    const { topology } = readProject(repositoryRoot);
    const spec = { name: REGION, zones: [`${REGION}a`], features: [] };
    const network = await openNetwork({
      directory: live,
      binary: toolchain.path("sandbox-network"),
      sites: [
        { name: REGION, index: 0 },
        { name: "clients", index: "clients" },
      ],
    });
    const startControlPlane = async () => {
      await startControlPlanes([spec], binaries, {
        directory,
        portBase,
        live: true,
        signal: new AbortController().signal,
        onProgress: () => undefined,
      });
    };
    await startControlPlane();
    const options: BorderOptions = {
      network,
      directory: live,
      topology,
      binaries: { coredns: toolchain.path("coredns") },
    };
    const region = planOf({ ...spec, index: 0, portBase });
    const open = async () =>
      [
        await openBorder({ ...options, region, files: regionFiles(directory, REGION) }),
        await openClientsBorder(options),
      ] as const;
    const [border, clients] = await open();
    const kubectl = new Kubectl(binaries, directory, REGION);
    return new LiveRegion(directory, network, kubectl, border, clients, async () => {
      await startControlPlane();
      await open();
    });
  }

  /** Runs a Node program (ES module) in a pod, with the region's name server; returns what it prints. */
  async node(pod: string, program: string, ...args: readonly string[]): Promise<string> {
    const resolvConf = join(this.directory, "resolv.conf");
    await writeFile(
      resolvConf,
      `nameserver ${dnsAddresses(0).service}\nsearch default.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n`,
    );
    const script = 'mount --bind "$0" /etc/resolv.conf && exec "$@"';
    const node = [process.execPath, "--input-type=module", "-e", program, "--", ...args];
    const output = await this.network.run(
      { pod },
      { command: "unshare", args: ["--mount", "sh", "-c", script, resolvConf, ...node] },
    );
    return output.trim();
  }

  /** A pod that answers with its own name over HTTP, or over HTTPS with a key and a certificate. */
  async serve(pod: string, address: string, program: string): Promise<void> {
    await this.network.addPod(REGION, pod, address);
    await startProcess(
      join(this.directory, "pods"),
      this.network.inside(
        { pod },
        {
          name: pod,
          command: process.execPath,
          args: ["--input-type=module", "-e", program],
          workingDirectory: this.directory,
          environment: {},
        },
      ),
    );
  }

  async stop(): Promise<void> {
    const live = join(this.directory, "live");
    await closeBorders(live);
    await closeNetwork(live);
    await resetControlPlanes(this.directory);
    await rm(this.directory, { recursive: true });
  }
}
