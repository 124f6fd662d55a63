import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { MESH_ID } from "../../components/istio-mesh/names";
import {
  ownSettings,
  type ProgramConfig,
  parseProgramConfig,
  stackFile,
} from "../../config/program-config";
import { tokenIssuerOf } from "../../config/token-issuer";
import type { Topology } from "../../config/topology";
import { type Authority, createAuthority } from "../../pki/authority";
import { issueRegion } from "../../pki/identity";
import { settingsOf } from "../../pki/identity-settings";
import { publicHosts } from "../../routing/hosts";
import { controlPlaneBinaries } from "../../sandbox/cluster/binaries";
import { repositoryRoot } from "../../sandbox/layout";
import { type Mesh, startMesh, stopMesh } from "../../sandbox/mesh/mesh";
import type { MeshBinaries } from "../../sandbox/mesh/start-region";
import { requireToolchain } from "../../sandbox/toolchain/toolchain";
import { projectDirectory, shippedProject } from "../shipped-project";
import { type Issuer, newIssuer } from "./tokens";

/** Two regions of the shipped topology that run; the others of it are not deployed. */
export const REGIONS = ["us-east-1", "eu-west-1"] as const;
export type RegionName = (typeof REGIONS)[number];

/** A tenant that is bound to the zone of eu-west-1. */
export const BOUND_TENANT = "acme-eu";

/** The mesh that the tests of this folder share. */
export interface SharedMesh {
  readonly mesh: Mesh;
  readonly topology: Topology;
  readonly authority: Authority;
  /** Who makes tokens, by region. */
  readonly issuers: Readonly<Record<string, Issuer>>;
}

let shared: Promise<SharedMesh> | undefined;
let isStarted = false;

const directory = join(repositoryRoot, ".sandbox", "mesh-test");

/** The first caller waits for it; it is deleted after the last test. */
export function sharedMesh(): Promise<SharedMesh> {
  shared ??= bringUp();
  return shared;
}

async function bringUp(): Promise<SharedMesh> {
  const binaries = await meshBinaries();
  const issuers = Object.fromEntries(
    shippedProject.topology.regions.map((region) => {
      const { issuer, audience } = tokenIssuerOf(region, shippedProject.topology);
      return [region.name, newIssuer(issuer, audience)];
    }),
  );
  const topology: Topology = {
    ...shippedProject.topology,
    tenants: { [BOUND_TENANT]: { boundTo: "eu" } },
    regions: shippedProject.topology.regions.map((region) => ({
      ...region,
      tokens: { jwks: issuers[region.name]?.jwks },
    })),
  };
  const authority = await createAuthority(MESH_ID, new Date());
  const regions = await Promise.all(
    REGIONS.map((region) => configOf(region, topology, authority, binaries.charts)),
  );
  isStarted = true;
  // What a run left behind that did not end by itself.
  await deleteMesh();
  const mesh = await startMesh({ directory, project: shippedProject.name, regions, binaries });
  return { mesh, topology, authority, issuers };
}

async function configOf(
  name: RegionName,
  topology: Topology,
  authority: Authority,
  charts: string,
): Promise<ProgramConfig> {
  const region = topology.regions.find((candidate) => candidate.name === name);
  if (region === undefined) throw new Error(`The shipped topology has no region ${name}.`);
  const identity = await issueRegion(authority, name, {
    now: new Date(),
    publicHosts: publicHosts(region, topology),
  });
  return parseProgramConfig({
    stack: name,
    topology,
    settings: { ...shippedSettings(name), ...settingsOf(identity), istio: { charts } },
  });
}

/** What the shipped stack file of a region sets. */
function shippedSettings(region: RegionName): Record<string, unknown> {
  const text = readFileSync(join(projectDirectory, stackFile(region)), "utf8");
  const { config } = parse(text) as { config: Record<string, unknown> };
  return ownSettings(shippedProject.name, config);
}

async function meshBinaries(): Promise<MeshBinaries & { readonly charts: string }> {
  const toolchain = await requireToolchain(["cluster", "mesh"]);
  return {
    controlPlane: controlPlaneBinaries(toolchain),
    proxy: {
      pilotAgent: toolchain.path("pilot-agent"),
      envoy: toolchain.path("envoy"),
      bootstrap: join(toolchain.assets, "envoy-bootstrap", "envoy_bootstrap.json"),
    },
    pilotDiscovery: toolchain.path("pilot-discovery"),
    helm: toolchain.path("helm"),
    charts: join(toolchain.assets, "istio-charts"),
  };
}

async function deleteMesh(): Promise<void> {
  await stopMesh(directory);
  await rm(directory, { recursive: true, force: true });
}

after(async function () {
  this.timeout(60_000);
  if (isStarted) await deleteMesh();
});
