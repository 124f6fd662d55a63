import { mkdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Manifest } from "../../render/manifest";
import type { ControlPlaneBinaries } from "../cluster/binaries";
import { ensureCredentials } from "../cluster/credentials";
import { etcd } from "../cluster/etcd";
import { apiserverPort, kubeApiserver } from "../cluster/kube-apiserver";
import { addToKubeconfig } from "../cluster/kubeconfig";
import { planOf } from "../cluster/region-plan";
import { kubeconfigFile, regionFiles } from "../cluster/state-files";
import { readFileIfPresent, writeFileAtomically } from "../processes/atomic-file";
import { startProcess } from "../processes/start";
import { MeshError } from "./failure";
import { inside, type Namespaces, runInside } from "./namespaces";
import { podNetwork } from "./network";

/** Any port will do: nobody else is in the pod's network. */
const PORT_BASE = 6440;

/** kube-apiserver needs 5 s on an idle core; two share two cores with much else here. */
const READY_BOUND_MS = 90_000;

const POLL_MS = 200;

/** A region's API server, and how it is spoken to. */
export class ControlPlane {
  constructor(
    readonly region: string,
    /** Where the region's pods reach it. */
    readonly server: string,
    /** Its one context is the region's, with all rights. */
    readonly kubeconfig: string,
    private readonly kubectlBinary: string,
    private readonly namespaces: Namespaces,
  ) {}

  /** Runs kubectl beside the API server; returns its standard output. */
  async kubectl(args: readonly string[], input = ""): Promise<string> {
    return await runInside(
      this.namespaces,
      { pod: podNetwork(this.region, "control-plane") },
      {
        command: this.kubectlBinary,
        args: [`--kubeconfig=${this.kubeconfig}`, `--context=${this.region}`, ...args],
        input,
      },
    );
  }

  /** Applies objects as the engine does, by server-side apply; nothing is left out in silence. */
  async apply(objects: readonly Manifest[]): Promise<void> {
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
    const args = ["apply", "--server-side", "--force-conflicts", "--validate=strict", "-f=-"];
    await this.kubectl(args, list);
  }

  /** One field of an object, as in `-o jsonpath`. */
  async field(namespace: string, object: string, path: string): Promise<string> {
    return await this.kubectl(["-n", namespace, "get", object, `-o=jsonpath={${path}}`]);
  }

  /** Writes the status of an object, as its controller would. */
  async status(namespace: string, object: string, status: unknown): Promise<void> {
    const patch = JSON.stringify({ status });
    await this.kubectl([
      "-n",
      namespace,
      "patch",
      object,
      "--subresource=status",
      "--type=merge",
      `--patch=${patch}`,
    ]);
  }

  /** A token of a ServiceAccount, without an audience for the API server itself. */
  async token(namespace: string, serviceAccount: string, audience?: string): Promise<string> {
    const args = ["create", "token", serviceAccount, "--duration=24h"];
    const forWhom = audience === undefined ? [] : [`--audience=${audience}`];
    return (await this.kubectl(["-n", namespace, ...args, ...forWhom])).trim();
  }
}

/** Starts a region's etcd and API server in its control plane's pod; no controller runs there. */
export async function startControlPlane(
  namespaces: Namespaces,
  directory: string,
  binaries: ControlPlaneBinaries,
  { region, index }: { readonly region: string; readonly index: number },
): Promise<ControlPlane> {
  const plan = planOf({ name: region, zones: [], features: [], index, portBase: PORT_BASE });
  const files = regionFiles(directory, region);
  const context = { plan, files, binaries, auditLog: false, live: false };
  await mkdir(files.folder, { recursive: true, mode: 0o700 });
  const tokens = await ensureCredentials(files);

  const place = { pod: podNetwork(region, "control-plane") };
  const store = etcd.process(context);
  await startProcess(namespaces.processes, inside(namespaces, place, named(region, store)));
  const api = kubeApiserver.process(context);
  // The last of two flags counts: other pods reach it too.
  const reachable = { ...api, args: [...api.args, "--bind-address=0.0.0.0"] };
  await startProcess(namespaces.processes, inside(namespaces, place, named(region, reachable)));

  const server = `https://${plan.network.advertiseAddress}:${apiserverPort(context)}`;
  const kubeconfig = kubeconfigFile(files.folder);
  const controlPlane = new ControlPlane(region, server, kubeconfig, binaries.kubectl, namespaces);
  const deadline = Date.now() + READY_BOUND_MS;
  for (;;) {
    const authority = await authorityIn(files.servingCertificate);
    if (authority !== undefined) {
      await writeFileAtomically(files.authority, authority);
      const entry = { name: region, server, authority, token: tokens.admin, namespace: "default" };
      await addToKubeconfig(kubeconfig, [entry]);
      const ready = await controlPlane.kubectl(["get", "--raw=/readyz"]).catch(() => "");
      if (ready === "ok") return controlPlane;
    }
    if (Date.now() > deadline) {
      throw new MeshError("not-ready", `the API server of ${region} does not answer in time`);
    }
    await sleep(POLL_MS);
  }
}

/** Processes of all regions are in one folder. */
const named = <Spec extends { readonly name: string }>(region: string, spec: Spec): Spec => ({
  ...spec,
  name: `${region}-${spec.name}`,
});

/** The last certificate of the chain that the API server made for itself. */
async function authorityIn(chainFile: string): Promise<string | undefined> {
  const chain = (await readFileIfPresent(chainFile)) ?? "";
  return /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\s*$/.exec(chain)?.[0];
}
