import { expect } from "chai";
import { z } from "zod";
import { ofKind } from "../manifests/rendered";
import { isInMesh, meshPods } from "./injected-pods";
import { describeMesh, MESH_BOUND_MS } from "./mesh-suite";
import { sharedMesh, type SharedMesh } from "./shared-mesh";

const containersSchema = z.object({
  spec: z.object({
    containers: z.array(z.object({ name: z.string() })),
    initContainers: z.array(z.object({ name: z.string() })).default([]),
  }),
});

const DRY_RUN = ["create", "--dry-run=server", "--validate=strict", "--output=name", "-f=-"];

describeMesh("every pod of the mesh, as istiod's webhook makes it,", function () {
  this.timeout(60_000);

  let shared: SharedMesh;
  before(async function () {
    this.timeout(MESH_BOUND_MS);
    shared = await sharedMesh();
  });

  it("has a proxy", async () => {
    for (const region of shared.mesh.regions) {
      const { objects, after } = await meshPods(shared.mesh, region);
      const workloads = ofKind(objects, "Deployment", "StatefulSet", "CronJob", "Job");
      expect(after, region.config.region.name).to.have.length(workloads.filter(isInMesh).length);
      for (const pod of after) {
        const { containers, initContainers } = containersSchema.parse(pod).spec;
        const names = [...initContainers, ...containers].map(({ name }) => name);
        expect(names, pod.metadata.name).to.include("istio-proxy");
      }
    }
  });

  it("is admitted under Pod Security `restricted`", async () => {
    for (const region of shared.mesh.regions) {
      const { after } = await meshPods(shared.mesh, region);
      const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: after });
      const taken = await region.api.kubectl(DRY_RUN, list);
      expect(taken.trim().split("\n")).to.have.members(
        after.map(({ metadata }) => `pod/${metadata.name}`),
      );
    }
  });

  it("would be refused there in the namespaces of its node", async () => {
    const [region] = shared.mesh.regions;
    if (region === undefined) throw new Error("No region runs.");
    const [pod] = (await meshPods(shared.mesh, region)).after;
    const spec = { ...(pod?.["spec"] as object), hostPID: true };
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: [{ ...pod, spec }] });
    const refusal = await region.api.kubectl(DRY_RUN, list).then(
      () => "taken",
      (error: unknown) => String(error),
    );
    expect(refusal).to.contain('violates PodSecurity "restricted:latest": host namespaces');
  });
});
