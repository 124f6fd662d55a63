import type { CockroachCertificates } from "../../config/mesh-config";
import { SecretText } from "../../config/secret-text";
import type { Region } from "../../config/topology";
import type { Peers } from "../../outputs/peers";
import { clientSettings } from "../../pki/cockroach-clients";
import { capture, type Capture } from "../../render/capture";
import { issued, newAuthority } from "../pki/samples";
import { shippedProject } from "../shipped-project";

const { regions } = shippedProject.topology;

/** Where a region's gateway is reached once it is deployed. */
export const gatewayAddress = (region: string): string =>
  `192.0.2.${regions.findIndex(({ name }) => name === region) + 1}`;

/** What is written where a region's own gateway is reached from inside. */
export const INSIDE = "[unknown until deployed: address of traffic-service]";

const isFree = ({ residencyZone }: Region): boolean => residencyZone === undefined;

/** What proves a region's part of the state store, and its users; shipped stack files hold none. */
async function stateStoreCertificates(region: string): Promise<CockroachCertificates> {
  const { identity } = await issued(await newAuthority(), region, {
    clients: ["nephoran_sync", "nephoran_eu_sync"],
  });
  const { ca, node, root, clients } = identity.cockroach;
  const { cockroachClientCertificates: certificates, cockroachClientKeys: keys } =
    clientSettings(clients);
  if (certificates === undefined || keys === undefined) throw new Error("They were issued.");
  return { ca, node, root, clients: { certificates, keys } };
}

/** Every region of the shipped project, as it is once all others are deployed. */
export async function everyRegion(): Promise<Capture[]> {
  const captures: Capture[] = [];
  for (const stack of shippedProject.stacks) {
    const peers: Peers = regions
      .filter(({ name }) => name !== stack.region.name)
      .map((region) => {
        const isDiscovered = isFree(region) && isFree(stack.region);
        return {
          region,
          gatewayAddress: gatewayAddress(region.name),
          eastWestAddress: isFree(region) ? gatewayAddress(region.name) : null,
          reader: isDiscovered
            ? { server: "https://192.0.2.9", certificateAuthority: "", token: new SecretText("") }
            : null,
        };
      });
    const { name } = stack.region;
    const cockroachCertificates = await stateStoreCertificates(name);
    captures.push(await capture(shippedProject.name, { ...stack, cockroachCertificates }, peers));
  }
  return captures;
}
