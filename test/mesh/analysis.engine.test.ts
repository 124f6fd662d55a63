import { expect } from "chai";
import { z } from "zod";
import type { Manifest } from "../../render/manifest";
import { runInside } from "../../sandbox/mesh/namespaces";
import { podNetwork } from "../../sandbox/mesh/network";
import type { RunningRegion } from "../../sandbox/mesh/start-region";
import { requireToolchain, type Toolchain } from "../../sandbox/toolchain/toolchain";
import { ofKind } from "../manifests/rendered";
import { meshPods } from "./injected-pods";
import { describeMesh, MESH_BOUND_MS } from "./mesh-suite";
import { sharedMesh, type SharedMesh } from "./shared-mesh";

const WEBHOOKS = "MutatingWebhookConfiguration";

const messages = z.array(z.object({ code: z.string(), message: z.string(), origin: z.string() }));

describeMesh("istioctl analyze, asking a region's API server,", function () {
  this.timeout(60_000);

  let shared: SharedMesh;
  let toolchain: Toolchain;
  const shown = new Map<RunningRegion, readonly Manifest[]>();
  before(async function () {
    this.timeout(MESH_BOUND_MS);
    shared = await sharedMesh();
    toolchain = await requireToolchain(["mesh"]);
    for (const region of shared.mesh.regions) {
      const { objects, after: pods } = await meshPods(shared.mesh, region);
      shown.set(region, pods);
      await region.api.apply(pods);
      // Last: the API server would ask for each of the pods again.
      await region.api.apply(ofKind(objects, WEBHOOKS));
    }
  });

  after(async () => {
    for (const [{ api }, pods] of shown) {
      await api.kubectl(["delete", WEBHOOKS, "--all"]);
      const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: pods });
      await api.kubectl(["delete", "--force", "-f=-"], list);
    }
  });

  async function analyse({ api }: RunningRegion): Promise<string[]> {
    const options = ["--output=json", "--failure-threshold=Info", "--all-namespaces"];
    const others = [
      // Nothing of ours is in it.
      "--suppress=IST0102=Namespace default",
      // It runs without a proxy, and stands for one that has one.
      "--suppress=IST0103=Pod nephoran-system/llm-processor-regional-0",
    ];
    const output = await runInside(
      shared.mesh.namespaces,
      { pod: podNetwork(api.region, "control-plane") },
      {
        command: "/bin/sh",
        // It fails where it finds something, and prints that all the same.
        args: [
          "-c",
          '"$@" || [ $? = 79 ]',
          "sh",
          toolchain.path("istioctl"),
          "analyze",
          `--kubeconfig=${api.kubeconfig}`,
          `--context=${api.region}`,
          ...options,
          ...others,
        ],
      },
    );
    return messages
      .parse(JSON.parse(output))
      .map(({ code, message, origin }) => `${code} ${origin}: ${message}`);
  }

  it("reports nothing", async () => {
    for (const region of shared.mesh.regions) {
      expect(await analyse(region), region.config.region.name).to.deep.equal([]);
    }
  });

  it("reports a route to a gateway that has gone", async () => {
    const [region] = shared.mesh.regions;
    if (region === undefined) throw new Error("No region runs.");
    const route = {
      apiVersion: "networking.istio.io/v1",
      kind: "VirtualService",
      metadata: { name: "astray", namespace: "nephoran-system" },
      spec: {
        hosts: ["astray.nephoran.io"],
        gateways: ["nephoran-ingress/gone"],
        http: [{ directResponse: { status: 404 } }],
      },
    };
    await region.api.apply([route]);
    try {
      expect(await analyse(region)).to.deep.equal([
        'IST0101 VirtualService nephoran-system/astray: Referenced gateway not found: "nephoran-ingress/gone"',
        "IST0132 VirtualService nephoran-system/astray: one or more host [astray.nephoran.io] defined in VirtualService nephoran-system/astray not found in Gateway nephoran-ingress/gone.",
      ]);
    } finally {
      await region.api.kubectl(["-n=nephoran-system", "delete", "virtualservice/astray"]);
    }
  });
});
