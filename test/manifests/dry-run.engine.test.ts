import { join } from "node:path";
import { expect } from "chai";
import type { Manifest } from "../../render/manifest";
import { readDefinitions } from "../../render/schemas/files";
import type { RegionManifests } from "../../render/write";
import { requireToolchain } from "../../sandbox/toolchain/toolchain";
import type { Kubectl } from "../sandbox/cluster/engine-region";
import { ownRegion } from "../sandbox/cluster/own-region";
import { ofKind, podsOf, renderedRegions } from "./rendered";
import { mistakes, networkIntent } from "./samples";

/** Far from the shared sandbox's, which may be running. */
const PORT_BASE = 28_700;

/** As Pulumi applies objects, but for a warning, which it would only print. */
const APPLY = ["apply", "--server-side", "--validate=strict", "--warnings-as-errors", "-f=-"];
const DRY_RUN = [...APPLY, "--dry-run=server"];

describe("an API server", function () {
  this.timeout(120_000);

  const own = ownRegion(PORT_BASE);
  let kubectl: Kubectl;
  let regions: readonly RegionManifests[];

  /** What the rest of a region needs to be there before it is admitted. */
  const ground = (manifests: readonly Manifest[]): Manifest[] =>
    ofKind(manifests, "Namespace", "CustomResourceDefinition", "PriorityClass", "ServiceAccount");

  before(async () => {
    regions = await renderedRegions();
    ({ kubectl } = own());
    const { assets } = await requireToolchain(["cluster"]);
    const ofIstio = readDefinitions(join(assets, "istio-charts/base/files")) as Manifest[];
    await kubectl.runWith([...ofIstio, ...ground(regions[0]?.manifests ?? [])], ...APPLY);
    await kubectl.run("wait", "crd", "--all", "--for=condition=Established", "--timeout=30s");
  });

  it("takes every object of every region without a warning", async () => {
    for (const { region, manifests } of regions) {
      await kubectl.runWith(ground(manifests), ...APPLY);
      const taken = await kubectl.runWith(manifests, ...DRY_RUN);
      expect(taken.split("\n"), region).to.have.length(manifests.length);
    }
  });

  it("admits the pod of every workload in its namespace", async () => {
    for (const { region, manifests } of regions) {
      const pods = podsOf(manifests);
      expect(
        pods.map(({ metadata }) => metadata.name),
        region,
      ).to.have.members(
        ofKind(manifests, "Deployment", "StatefulSet", "CronJob", "Job").map(
          ({ metadata }) => metadata.name,
        ),
      );
      const taken = await kubectl.runWith(pods, ...DRY_RUN);
      expect(taken.split("\n"), region).to.have.length(pods.length);
    }
  });

  it("takes the intent that the schemas take", async () => {
    expect(await kubectl.runWith([networkIntent], ...DRY_RUN)).to.equal(
      "networkintent.nephoran.com/global-amf serverside-applied (server dry run)",
    );
  });

  it("refuses each mistake that the schemas refuse", async () => {
    const [deployment] = ofKind(regions[0]?.manifests ?? [], "Deployment");
    if (deployment === undefined) throw new Error("No Deployment was rendered.");
    for (const { title, object, field } of mistakes(deployment)) {
      const refusal = await kubectl.refusal([object], ...DRY_RUN);
      // An amount is refused while it is converted, where the field is no longer known.
      expect(refusal.replace("quantities must match", field), title).to.contain(field);
    }
  });

  it("refuses a pod that Pod Security `restricted` forbids", async () => {
    const [pod] = podsOf(regions[0]?.manifests ?? []);
    const spec = { ...(pod?.["spec"] as object), hostNetwork: true };
    expect(await kubectl.refusal([{ ...pod, spec }], ...DRY_RUN)).to.contain(
      'violates PodSecurity "restricted:latest": host namespaces (hostNetwork=true)',
    );
  });
});
