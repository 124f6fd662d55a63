import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parseDocument, type YAMLSeq } from "yaml";
import { readProject } from "../config/files";
import { stackFile } from "../config/program-config";
import { TOPOLOGY_FILE, topologyWarnings } from "../config/topology";
import { violationsOf } from "../policy/evaluate";
import { type Capture, captureAll } from "../render/capture";
import { regionManifests } from "../render/write";
import { podsOf } from "./manifests/rendered";
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
    expect(kinds(fifth)).to.deep.equal(
      kinds(captures.find(({ outputs }) => outputs.name === "us-west-2")),
    );
    expect(captures.flatMap(violationsOf)).to.deep.equal([]);
  });

  it("is content with two regions, and warns of what they cannot survive", async () => {
    const two = ["us-east-1", "eu-west-1"];
    writeProject(two, (entries) => entries.items.splice(2));
    const project = readProject(directory);
    const captures = await captureAll(project);
    expect(captures.map(({ outputs }) => outputs.name)).to.deep.equal(two);
    expect(captures.flatMap(violationsOf)).to.deep.equal([]);
    expect(topologyWarnings(project.topology)[0]).to.contain("survives the loss of a zone");
  });

  it("lets nobody but other regions' meshes read, and no residency zone, and gives no pod a token of the API server", async () => {
    for (const captured of await captureAll(shippedProject)) {
      const { manifests } = regionManifests(captured);
      const rights = manifests.filter(({ apiVersion }) =>
        apiVersion.startsWith("rbac.authorization.k8s.io/"),
      );
      const isBound = captured.config.region.residencyZone !== undefined;
      expect(new Set(rights.map(({ metadata }) => metadata.name))).to.deep.equal(
        new Set(isBound ? [] : ["nephoran-remote-reader"]),
      );
      const rules = rights.flatMap(({ rules }) => (rules ?? []) as Record<string, string[]>[]);
      expect(rules.flatMap(({ resources = [] }) => resources)).to.not.include.members(["secrets"]);
      expect(new Set(rules.flatMap(({ verbs = [] }) => verbs))).to.deep.equal(
        new Set(isBound ? [] : ["list", "watch"]),
      );
      const tokens = [
        ...JSON.stringify(manifests).matchAll(/"automountServiceAccountToken":(\w+)/g),
      ];
      expect(new Set(tokens.map(([, value]) => value))).to.deep.equal(new Set(["false"]));
      const pods = podsOf(manifests);
      const accounts = manifests.filter(({ kind }) => kind === "ServiceAccount");
      expect(tokens).to.have.length(pods.length + accounts.length);
    }
  });

  it("makes the same of a region whatever other regions there are, but for the ways to them", async () => {
    writeProject(["us-east-1", "eu-west-1"], (entries) => entries.items.splice(2));
    const [, alone] = await captureAll(readProject(directory));
    const [, among] = await captureAll(shippedProject);
    const ownObjects = (captured: Capture | undefined) =>
      captured &&
      regionManifests(captured).manifests.filter(
        ({ apiVersion }) => !apiVersion.includes("istio.io"),
      );
    expect(ownObjects(alone)).to.deep.equal(ownObjects(among));
  });
});
