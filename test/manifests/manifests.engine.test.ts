import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readDocuments, writeSchemas } from "../../render/schemas/files";
import { kindSchemas } from "../../render/schemas/kinds";
import { type Manifest, manifestPath } from "../../render/manifest";
import { type RegionManifests, writeManifests } from "../../render/write";
import { requireToolchain, type Toolchain } from "../../sandbox/toolchain/toolchain";
import { shippedProject } from "../shipped-project";
import { kubeconform, type Verdicts } from "./kubeconform";
import { kubeScore } from "./kube-score";
import { ofKind, renderedRegions } from "./rendered";
import { mistakes, networkIntent } from "./samples";

/** Kinds that kube-score has no checks for. */
const UNSCORED = ["ConfigMap", "CustomResourceDefinition", "Namespace", "ServiceAccount"];

/** Policies for all pods of a namespace that has none yet. */
const ALLOWED_CRITICALS = [
  "networkpolicy-targets-pod: NetworkPolicy nephoran-global/allow-dns",
  "networkpolicy-targets-pod: NetworkPolicy nephoran-global/default-deny",
];

describe("the rendered manifests", function () {
  this.timeout(120_000);

  let toolchain: Toolchain;
  let folder: string;
  let rendered: string;
  let schemas: string;
  let regions: readonly RegionManifests[];

  before(async () => {
    toolchain = await requireToolchain(["manifest-checks"]);
    folder = mkdtempSync(join(tmpdir(), "nephoran-manifests-"));
    rendered = join(folder, "rendered");
    schemas = join(folder, "schemas");
    regions = await renderedRegions();
    writeManifests(rendered, regions);
    const objects = regions.flatMap((region) => region.manifests);
    const documents = readDocuments(join(toolchain.assets, "openapi-v3"));
    writeSchemas(schemas, kindSchemas(documents, ofKind(objects, "CustomResourceDefinition")));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** kubeconform's verdict on one object. */
  function verdictOn(object: Manifest): Promise<Verdicts> {
    const file = join(folder, "object.json");
    writeFileSync(file, JSON.stringify(object));
    return kubeconform(toolchain, schemas, file);
  }

  it("are valid by strict schemas, all of them in every region", async () => {
    expect(regions.map(({ region }) => region)).to.deep.equal(
      shippedProject.stacks.map(({ region }) => region.name),
    );
    for (const { region, manifests } of regions) {
      expect(await kubeconform(toolchain, schemas, join(rendered, region)), region).to.deep.equal({
        resources: [],
        summary: { valid: manifests.length, invalid: 0, errors: 0, skipped: 0 },
      });
    }
  });

  it("take an intent that has every field of the API", async () => {
    const { resources, summary } = await verdictOn(networkIntent);
    expect(resources).to.deep.equal([]);
    expect(summary.valid).to.equal(1);
  });

  it("would be refused for each mistake, by the name of the field", async () => {
    const [deployment] = ofKind(regions[0]?.manifests ?? [], "Deployment");
    if (deployment === undefined) throw new Error("No Deployment was rendered.");
    for (const { title, object, field } of mistakes(deployment)) {
      const { resources, summary } = await verdictOn(object);
      expect(summary, title).to.deep.equal({ valid: 0, invalid: 1, errors: 0, skipped: 0 });
      expect(resources[0]?.msg, title).to.contain(field);
    }
  });

  it("would be refused for a kind that nothing defines", async () => {
    const { resources, summary } = await verdictOn({ ...networkIntent, kind: "NetworkWish" });
    expect(summary).to.deep.equal({ valid: 0, invalid: 0, errors: 1, skipped: 0 });
    expect(resources[0]?.msg).to.equal("could not find schema for NetworkWish");
  });

  it("are scored without a warning, and critical only where a policy waits for its pods", async () => {
    for (const { region, manifests } of regions) {
      const files = manifests.map((manifest) => join(rendered, region, manifestPath(manifest)));
      const { objects, criticals, warnings } = await kubeScore(toolchain, files);
      const scored = manifests.filter(({ kind }) => !UNSCORED.includes(kind));
      expect(objects, region).to.have.members(
        scored.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`),
      );
      expect(criticals, region).to.deep.equal(ALLOWED_CRITICALS);
      expect(warnings, region).to.deep.equal([]);
    }
  });
});
