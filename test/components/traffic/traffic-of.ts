import { Traffic, type TrafficArgs } from "../../../components/traffic/traffic";
import { noPeersYet, type Peers } from "../../../outputs/peers";
import { shippedStack } from "../../shipped-project";
import { inClear, type Registration, registrations } from "../registrations";

/** An object as it is registered, secrets in clear. */
export interface Made {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly registration: Registration;
}

/** Everything that a region's gateway is made of, but for the objects of the chart. */
export class MadeTraffic {
  readonly #made: readonly Made[];

  constructor(made: readonly Made[]) {
    this.#made = made;
  }

  /** The objects of a kind, by name. */
  all(kind: string): ReadonlyMap<string, Made> {
    return new Map(
      this.#made.filter((one) => one.kind === kind).map((one) => [one.name, one] as const),
    );
  }

  /** An object that has to be there. */
  get(kind: string, name: string): Made {
    const found = this.all(kind).get(name);
    if (found === undefined) throw new Error(`No ${kind} ${name} was made.`);
    return found;
  }

  /** The spec of an object that has to be there. */
  spec(kind: string, name: string): unknown {
    return this.get(kind, name).spec;
  }
}

/** Makes the gateway of a shipped region. */
export async function trafficOf(
  region: string,
  changes: Partial<TrafficArgs> = {},
): Promise<MadeTraffic> {
  const config = shippedStack(region);
  const args: TrafficArgs = { ...config, peers: noPeersYet(config), ...changes };
  const made = await registrations(() => new Traffic("traffic", args));
  return new MadeTraffic(
    made.map((registration) => {
      const { metadata, spec, ...rest } = inClear(registration.inputs) as {
        readonly metadata: Pick<Made, "name" | "namespace"> & Partial<Made>;
        readonly spec?: Made["spec"];
      };
      return {
        kind: registration.type.split(":").at(-1) ?? "",
        name: metadata.name,
        namespace: metadata.namespace,
        annotations: metadata.annotations ?? {},
        spec: spec ?? rest,
        registration,
      };
    }),
  );
}

/** Peers of a shipped region that are deployed, at these addresses. */
export const peersAt = (region: string, addresses: Readonly<Record<string, string>>): Peers =>
  noPeersYet(shippedStack(region)).map((peer) => ({
    ...peer,
    gatewayAddress: addresses[peer.region.name] ?? null,
  }));
