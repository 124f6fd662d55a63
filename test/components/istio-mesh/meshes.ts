import { join } from "node:path";
import { IstioMesh } from "../../../components/istio-mesh/istio-mesh";
import { readProject } from "../../../config/files";
import type { MeshCa } from "../../../config/mesh-config";
import type { ProgramConfig } from "../../../config/program-config";
import { SecretText } from "../../../config/secret-text";
import type { Region } from "../../../config/topology";
import { noPeersYet, type Peers } from "../../../outputs/peers";
import { projectDirectory, shippedProject } from "../../shipped-project";
import { type Registration, registrations } from "../registrations";

/** Every region of the shipped topology, and of the smallest that there is. */
export const everyRegion: readonly ProgramConfig[] = [
  ...shippedProject.stacks,
  ...readProject(join(projectDirectory, "promises/two-regions")).stacks,
];

/** A CA as text; nobody looks into it. */
export const meshCa: MeshCa = {
  certificate: "the CA's certificate",
  key: new SecretText("the CA's key"),
  roots: "all roots",
};

/** Peers that are all deployed, and give away what may be given away to `own`. */
export const deployedPeers = (config: ProgramConfig): Peers =>
  noPeersYet(config).map(({ region }) => ({
    region,
    gatewayAddress: `gateway.${region.name}.example`,
    eastWestAddress: isBound(region) ? null : `ew.${region.name}.example`,
    reader:
      isBound(region) || isBound(config.region)
        ? null
        : {
            server: `https://api.${region.name}.example`,
            certificateAuthority: `CA of ${region.name}`,
            token: new SecretText(`token of ${region.name}`),
          },
  }));

export const isBound = ({ residencyZone }: Region): boolean => residencyZone !== undefined;

/** What the mesh of a region asks the engine for. Charts have no objects here. */
export const meshOf = (
  config: ProgramConfig,
  peers: Peers = deployedPeers(config),
): Promise<Registration[]> => registrations(() => new IstioMesh("mesh", { ...config, peers }));

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export const metadataOf = ({ inputs }: Registration): Metadata => inputs["metadata"] as Metadata;

/** `Kind namespace/name` of each object. */
export const objectNames = (made: readonly Registration[]): string[] =>
  made.map((one) => {
    const { namespace = "", name } = metadataOf(one);
    return `${kindOf(one)} ${namespace}/${name}`;
  });

export const kindOf = ({ type }: Registration): string => type.split(":").pop() ?? "";

/** The one object of a kind and name. */
export function objectNamed(made: readonly Registration[], name: string): Registration {
  const [found, ...more] = made.filter((_, index) => objectNames(made)[index] === name);
  if (found === undefined || more.length > 0) throw new Error(`${name} is not there once.`);
  return found;
}
