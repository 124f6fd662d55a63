import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readDefinitions, readDocuments, writeSchemas } from "../../render/schemas/files";
import { kindSchemas } from "../../render/schemas/kinds";
import { type Manifest, manifestPath } from "../../render/manifest";
import { type RegionManifests, writeManifests } from "../../render/write";
import { requireToolchain, type Toolchain } from "../../sandbox/toolchain/toolchain";
import { shippedProject } from "../shipped-project";
import { CHECKED_KINDS, checkov } from "./checkov";
import { kubeconform, type Verdicts } from "./kubeconform";
import { kubeScore } from "./kube-score";
import { ofKind, renderedRegions } from "./rendered";
import { mistakes, networkIntent, privileged } from "./samples";

/** Kinds that kube-score has no checks for. */
const UNSCORED = [
  "AuthorizationPolicy",
  "ClusterRole",
  "ClusterRoleBinding",
  "ConfigMap",
  "CustomResourceDefinition",
  "DestinationRule",
  "EnvoyFilter",
  "Gateway",
  "Namespace",
  "PeerAuthentication",
  "PersistentVolumeClaim",
  "PriorityClass",
  "RequestAuthentication",
  "ResourceQuota",
  "Role",
  "RoleBinding",
  "Secret",
  "ServiceAccount",
  "ServiceEntry",
  "Telemetry",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "VirtualService",
];

/** Policies for pods that come later: all of a namespace, or those that ask for the API server. */
const ALLOWED_CRITICALS = [
  "networkpolicy-targets-pod: NetworkPolicy nephoran-system/allow-kube-api",
];

/** A second one would count every object again. Its Service is the name by which the mesh knows it. */
const ALLOWED_WARNINGS = ["deployment-replicas: Deployment nephoran-global/kube-state-metrics"];

/** What selects one pod of a StatefulSet, by a label that its controller adds. */
const ofOnePod = /^service-targets-pod: Service nephoran-global\/cockroachdb-\d$/;

/** What selects pods that Istio's charts make, which are not among the rendered objects. */
const ofChartPods =
  /^(networkpolicy|service)-targets-pod: (NetworkPolicy|Service) (istio-system|nephoran-ingress)\//;

/** Checks of checkov that do not apply, with the reason. */
const NOT_APPLICABLE = new Map([
  [
    "CKV_K8S_38",
    "A pod with a token of the API server: those that work with it have one, and test/program.test.ts " +
      "says which.",
  ],
  [
    "CKV_K8S_43",
    "An image by its digest: a stack file names releases by their tags, one for all images of ours. " +
      "Whoever moves a tag moves what runs, and it is the registry that has to forbid it.",
  ],
]);

describe("the rendered manifests", function () {
  this.timeout(120_000);

  let toolchain: Toolchain;
  let folder: string;
  let rendered: string;
  let schemas: string;
  let regions: readonly RegionManifests[];

  before(async () => {
    toolchain = await requireToolchain(["cluster", "manifest-checks"]);
    folder = mkdtempSync(join(tmpdir(), "nephoran-manifests-"));
    rendered = join(folder, "rendered");
    schemas = join(folder, "schemas");
    regions = await renderedRegions();
    writeManifests(rendered, regions);
    const objects = regions.flatMap((region) => region.manifests);
    const documents = readDocuments(join(toolchain.assets, "openapi-v3"));
    const ofIstio = readDefinitions(join(toolchain.assets, "istio-charts/base/files"));
    const ours = ofKind(objects, "CustomResourceDefinition");
    writeSchemas(schemas, kindSchemas(documents, [...ours, ...ofIstio]));
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

  /** `CKV_K8S_16` of `CKV_K8S_16: Deployment …`. */
  const checkOf = (finding: string): string => finding.slice(0, finding.indexOf(":"));

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

  it("are scored with no warning but of what must not be twice, and critical only where a policy waits for its pods", async () => {
    for (const { region, manifests } of regions) {
      const files = manifests.map((manifest) => join(rendered, region, manifestPath(manifest)));
      const { objects, criticals, warnings } = await kubeScore(toolchain, files);
      const scored = manifests.filter(({ kind }) => !UNSCORED.includes(kind));
      expect(objects, region).to.have.members(
        scored.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`),
      );
      const own = criticals.filter(
        (critical) => !ofChartPods.test(critical) && !ofOnePod.test(critical),
      );
      expect(own, region).to.deep.equal(ALLOWED_CRITICALS);
      expect(warnings, region).to.deep.equal(ALLOWED_WARNINGS);
    }
  });

  it("hold against every check of checkov that applies", async () => {
    const failing = new Set<string>();
    for (const { region, manifests } of regions) {
      const { objects, passed, failed, unchecked } = await checkov(
        toolchain,
        join(rendered, region),
      );
      expect([...objects], region).to.include.members(
        manifests
          .filter(({ kind }) => CHECKED_KINDS.includes(kind))
          .map(
            ({ kind, metadata }) => `${kind} ${metadata.namespace ?? "default"}/${metadata.name}`,
          ),
      );
      expect(passed, region).to.be.greaterThan(0);
      expect(unchecked, region).to.equal(0);
      expect(
        failed.filter((finding) => !NOT_APPLICABLE.has(checkOf(finding))),
        region,
      ).to.deep.equal([]);
      for (const finding of failed) failing.add(checkOf(finding));
    }
    // An exception that nothing needs any more would hide what comes later.
    expect([...failing]).to.have.members([...NOT_APPLICABLE.keys()]);
    // Python takes seconds to start, once for each region.
  }).timeout(300_000);

  it("would fail for a privileged container that no policy covers", async () => {
    const [deployment] = ofKind(regions[0]?.manifests ?? [], "Deployment");
    if (deployment === undefined) throw new Error("No Deployment was rendered.");
    const planted = join(folder, "planted");
    mkdirSync(planted);
    writeFileSync(join(planted, "deployment.json"), JSON.stringify(privileged(deployment)));
    const { failed } = await checkov(toolchain, planted);
    const name = `${deployment.metadata.namespace}/${deployment.metadata.name}`;
    expect(failed.filter((finding) => !NOT_APPLICABLE.has(checkOf(finding)))).to.deep.equal([
      `CKV2_K8S_6: Pod ${name}`,
      `CKV_K8S_16: Deployment ${name}`,
    ]);
  });
});
