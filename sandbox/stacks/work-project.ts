import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type Document, isSeq, parse as parseYaml, parseDocument } from "yaml";
import { z } from "zod";
import { readProject } from "../../config/files";
import { identities } from "../../config/mesh-settings";
import { ownSettings, stackFile } from "../../config/program-config";
import { PROJECT, settingKey } from "../../config/project";
import type { RegionSettings } from "../../config/region-settings";
import { TOPOLOGY_FILE } from "../../config/topology";
import { writeFileAtomically } from "../processes/atomic-file";
import { repositoryRoot, type SandboxLayout } from "../layout";

/** What the engine's Node host needs of any project: here the same as in the repository. */
const NODE_SETTINGS = ["package.json", "tsconfig.json", "tsconfig.pulumi.json", "node_modules"];

/**
 * What holds in every sandbox: its volumes are stand-ins that go with `destroy`, and no image is ever
 * pulled.
 */
const SANDBOX_SETTINGS = {
  protectStorage: false,
  allow: ["latest-image"],
} satisfies Partial<RegionSettings>;

/** What a depth of the sandbox configures otherwise, for every region that its topology has. */
export type ProjectChanges = ReadonlyMap<
  string,
  {
    /** Fields of the region's entry in the topology. */
    readonly topology: Readonly<Record<string, unknown>>;
    /** Settings of its stack file. */
    readonly settings: Readonly<Record<string, unknown>>;
  }
>;

/**
 * Copies the project for the engine to work on: the repository's stack files stay without salt,
 * kubeconfig and whatever else the engine writes into them. The program itself is linked, so an
 * edit is seen by the next `up`.
 *
 * @param charts folder with Istio's charts, which no repository is asked for here.
 */
export async function writeWorkProject(
  layout: SandboxLayout,
  charts: string,
  changes?: ProjectChanges,
): Promise<void> {
  mkdirSync(layout.project, { recursive: true });
  linkNodeSettings(layout.project);
  linkTo(join(repositoryRoot, "index.ts"), join(layout.project, "index.ts"));
  await writeFileAtomically(
    join(layout.project, TOPOLOGY_FILE),
    sandboxTopology(readFileSync(join(repositoryRoot, TOPOLOGY_FILE), "utf8"), changes),
  );
  for (const { name: region } of readProject(repositoryRoot).topology.regions) {
    const file = join(layout.project, stackFile(region));
    if (changes?.has(region) === false) {
      rmSync(file, { force: true });
      continue;
    }
    const shipped = readFileSync(join(repositoryRoot, stackFile(region)), "utf8");
    const own = {
      kubeconfig: layout.kubeconfig,
      charts,
      engine: keptOf(file),
      settings: changes?.get(region)?.settings ?? {},
    };
    await writeFileAtomically(file, sandboxStackFile(shipped, own));
  }
  if (!existsSync(layout.passphrase)) {
    mkdirSync(join(layout.passphrase, ".."), { recursive: true });
    await writeFileAtomically(layout.passphrase, randomBytes(24).toString("base64url"));
  }
}

/** Gives a project's folder the Node settings and packages of the repository. */
export function linkNodeSettings(project: string): void {
  for (const name of NODE_SETTINGS) linkTo(join(repositoryRoot, name), join(project, name));
}

function linkTo(target: string, link: string): void {
  rmSync(link, { force: true });
  symlinkSync(target, link);
}

/** What only a sandbox knows of a stack. */
export interface SandboxStack {
  readonly kubeconfig: string;
  /** Folder with Istio's charts. */
  readonly charts: string;
  /** What the engine, and whoever issued the region's identity, wrote into the file before. */
  readonly engine: KeptSettings;
  /** What the sandbox's depth sets besides. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** What has to outlive a new copy: secrets, and the salt that they are encrypted with. */
interface KeptSettings {
  readonly salt?: string;
  readonly identity: Readonly<Record<string, unknown>>;
}

/**
 * A shipped stack file with what only a sandbox knows. What the file allows by name stays allowed.
 */
export function sandboxStackFile(
  shipped: string,
  { kubeconfig, charts, engine, settings = {} }: SandboxStack,
): string {
  const document = parseDocument(shipped);
  const { allow, ...single } = SANDBOX_SETTINGS;
  const all = { kubeconfig, ...single, ...settings, ...engine.identity };
  for (const [key, value] of Object.entries(all)) {
    document.setIn(pathOf(key), value);
  }
  document.setIn([...pathOf("istio"), "charts"], charts);
  for (const exception of allow) addToList(document, pathOf("allow"), exception);
  if (engine.salt !== undefined) document.set("encryptionsalt", engine.salt);
  return document.toString();
}

/** The shipped project file with the regions of a depth, and its fields in them. */
function sandboxTopology(shipped: string, changes: ProjectChanges | undefined): string {
  const document = parseDocument(shipped);
  if (changes === undefined) return document.toString();
  const topology = ["config", "topology", "value"];
  const { regions, residencyZones } = readProject(repositoryRoot).topology;
  for (const [index, { name }] of [...regions.entries()].reverse()) {
    const path = [...topology, "regions", index];
    const fields = changes.get(name)?.topology;
    if (fields === undefined) document.deleteIn(path);
    else
      for (const [field, value] of Object.entries(fields)) document.setIn([...path, field], value);
  }
  const kept = regions.filter(({ name }) => changes.has(name));
  for (const zone of Object.keys(residencyZones)) {
    const hasHome = kept.some(({ residencyZone }) => residencyZone === zone);
    if (!hasHome) document.deleteIn([...topology, "residencyZones", zone]);
  }
  return document.toString();
}

const pathOf = (key: string): string[] => ["config", settingKey(key)];

function addToList(document: Document, path: readonly string[], value: string): void {
  const present = document.getIn(path);
  if (!isSeq(present)) document.setIn(path, document.createNode([value]));
  else if (!present.items.some((item) => String(item) === value)) present.add(value);
}

const keptSchema = z.object({
  encryptionsalt: z.string().optional(),
  config: z.record(z.string(), z.unknown()).default({}),
});

function keptOf(file: string): KeptSettings {
  if (!existsSync(file)) return { identity: {} };
  const { encryptionsalt, config } = keptSchema.parse(parseYaml(readFileSync(file, "utf8")));
  const own = ownSettings(PROJECT, config);
  return {
    ...(encryptionsalt !== undefined && { salt: encryptionsalt }),
    identity: Object.fromEntries(
      Object.keys(identities).flatMap((key) => (key in own ? [[key, own[key]]] : [])),
    ),
  };
}
