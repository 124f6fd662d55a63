import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parseDocument, type YAMLSeq } from "yaml";
import { readProject } from "../config/files";
import { stackFile } from "../config/program-config";
import { TOPOLOGY_FILE, topologyWarnings } from "../config/topology";
import { isBlocking } from "../policy/verdict";
import { type Capture, captureAll } from "../render/capture";
import { regionManifests } from "../render/write";
import { podsOf } from "./manifests/rendered";
import { shippedFindings } from "./policy/judge";
import { projectDirectory, shippedProject } from "./shipped-project";

const names = shippedProject.topology.regions.map(({ name }) => name);

/** One more entry under `topology.regions`, as an operator writes it. */
const fifthRegion = {
  name: "sa-east-1",
  displayName: "South America",
  priority: 5,
  role: "regional",
  location: { latitude: -23.5, longitude: -46.6 },
  capacityIntentsPerMinute: 300,
  costUsdPerThousandIntents: 2.9,
  features: [],
  zones: ["sa-east-1a", "sa-east-1b"],
};

/** Who works with the API server, by the name of its account and its rights. */
const workingWithKubeApi = [
  "kube-state-metrics",
  "prometheus-regional",
  "state-synchronizer",
  "traffic-controller",
];

/** Who writes there; what each may write, the tests of its component say. */
const writing = ["state-synchronizer", "traffic-controller"];

const accountOf = (spec: unknown): string =>
  (spec as { readonly serviceAccountName: string }).serviceAccountName;

describe("the program", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "nephoran-topology-"));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  /** Copies the shipped files of some regions, with their entries changed. */
  function writeProject(regions: readonly string[], edit: (entries: YAMLSeq) => void): void {
    const document = parseDocument(readFileSync(join(projectDirectory, TOPOLOGY_FILE), "utf8"));
    edit(document.getIn(["config", "topology", "value", "regions"]) as YAMLSeq);
    writeFileSync(join(directory, TOPOLOGY_FILE), document.toString());
    for (const region of regions) {
      copyFileSync(join(projectDirectory, stackFile(region)), join(directory, stackFile(region)));
    }
  }

  /** Objects that a region has, without its name, so that two regions can be compared. */
  const kinds = (captured: Capture | undefined): string[] =>
    captured === undefined
      ? []
      : regionManifests(captured).manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

  it("makes a fifth region of one more entry and one more stack file", async () => {
    writeProject(names, (entries) => {
      entries.add(fifthRegion);
    });
    writeFileSync(join(directory, "Pulumi.sa-east-1.yaml"), "config:\n  nephoran:VERSION: 0.1.0\n");
    const captures = await captureAll(readProject(directory));
    expect(captures.map(({ outputs }) => outputs.name)).to.deep.equal([...names, "sa-east-1"]);
    const fifth = captures.at(-1);
    expect(fifth?.outputs.limits.maxConcurrentIntents).to.equal(30);
    // All of them but what only some regions have.
    expect(kinds(fifth)).to.deep.equal(
      kinds(captures.find(({ outputs }) => outputs.name === "us-west-2")).filter(
        (object) => !/alertmanager|grafana|prometheus-global|metrics-in/.test(object),
      ),
    );
    expect(captures.flatMap(shippedFindings).filter(isBlocking)).to.deep.equal([]);
  });

  it("is content with two regions, and warns of what they cannot survive", async () => {
    const two = ["us-east-1", "eu-west-1"];
    writeProject(two, (entries) => entries.items.splice(2));
    const project = readProject(directory);
    const captures = await captureAll(project);
    expect(captures.map(({ outputs }) => outputs.name)).to.deep.equal(two);
    expect(captures.flatMap(shippedFindings).filter(isBlocking)).to.deep.equal([]);
    expect(topologyWarnings(project.topology)[0]).to.contain("survives the loss of a zone");
  });

  it("lets other regions' meshes read outside of residency zones, and who works with the API server do what it has to", async () => {
    for (const captured of await captureAll(shippedProject)) {
      const { manifests } = regionManifests(captured);
      const rights = manifests.filter(({ apiVersion }) =>
        apiVersion.startsWith("rbac.authorization.k8s.io/"),
      );
      const isBound = captured.config.region.residencyZone !== undefined;
      expect(new Set(rights.map(({ metadata }) => metadata.name))).to.deep.equal(
        new Set([
          ...workingWithKubeApi,
          "nephoran-prometheus-regional",
          ...(isBound ? [] : ["nephoran-remote-reader"]),
        ]),
      );
      const granted = (name: (name: string) => boolean) =>
        rights
          .filter(({ metadata }) => name(metadata.name))
          .flatMap(({ rules }) => (rules ?? []) as Record<string, string[]>[]);
      const all = granted(() => true);
      expect(all.flatMap(({ resources = [] }) => resources)).to.not.include.members(["secrets"]);
      const verbs = (name: (name: string) => boolean) =>
        new Set(granted(name).flatMap(({ verbs = [] }) => verbs));
      expect(verbs((name) => name === "nephoran-remote-reader")).to.deep.equal(
        new Set(isBound ? [] : ["list", "watch"]),
      );
      expect([...verbs((name) => !writing.includes(name))]).to.have.members([
        ...["get", "list", "watch"],
      ]);
      const tokens = [
        ...JSON.stringify(manifests).matchAll(/"automountServiceAccountToken":(\w+)/g),
      ].map(([, value]) => value);
      const pods = podsOf(manifests);
      const accounts = manifests.filter(({ kind }) => kind === "ServiceAccount");
      expect(tokens).to.have.length(pods.length + accounts.length);
      const asking = pods.filter(({ metadata }) =>
        JSON.stringify(metadata).includes('"nephoran.io/needs-kube-api":"true"'),
      );
      expect(tokens.filter((value) => value === "true")).to.have.length(asking.length);
      expect(new Set(asking.map(({ spec }) => accountOf(spec)))).to.deep.equal(
        new Set(workingWithKubeApi),
      );
    }
  });

  it("makes the same of a region whatever other regions there are, but for the ways to them", async () => {
    writeProject(["us-east-1", "eu-west-1"], (entries) => entries.items.splice(2));
    const [, alone] = await captureAll(readProject(directory));
    const [, among] = await captureAll(shippedProject);
    const ownObjects = (captured: Capture | undefined) =>
      captured &&
      regionManifests(captured)
        .manifests.filter(
          ({ apiVersion, kind, metadata }) =>
            // Prometheus writes to every region that looks at all of them, the controller knows them
            // all, and the rules of admission say where requests may go.
            !apiVersion.includes("istio.io") &&
            kind !== "ValidatingAdmissionPolicy" &&
            !["prometheus-regional", "traffic-controller"].includes(metadata.name),
        )
        .map((object) => JSON.stringify(object).replace(/--join=\S+/, ""));
    expect(ownObjects(alone)).to.deep.equal(ownObjects(among));
  });
});
