import { SecretText } from "../../config/secret-text";
import type { Region } from "../../config/topology";
import type { Peers } from "../../outputs/peers";
import { capture, type Capture } from "../../render/capture";
import { shippedProject } from "../shipped-project";

const { regions } = shippedProject.topology;

/** Where a region's gateway is reached once it is deployed. */
export const gatewayAddress = (region: string): string =>
  `192.0.2.${regions.findIndex(({ name }) => name === region) + 1}`;

/** What is written where a region's own gateway is reached from inside. */
export const INSIDE = "[unknown until deployed: address of traffic-service]";

const isFree = ({ residencyZone }: Region): boolean => residencyZone === undefined;

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
    captures.push(await capture(shippedProject.name, stack, peers));
  }
  return captures;
}
