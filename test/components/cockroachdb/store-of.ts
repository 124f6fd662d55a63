import { CockroachDb, type CockroachDbArgs } from "../../../components/cockroachdb/cockroachdb";
import { RegionalSecrets } from "../../../components/regional-secrets/regional-secrets";
import { noPeersYet, type Peers } from "../../../outputs/peers";
import { shippedStack } from "../../shipped-project";
import { inClear, type Registration, registrations } from "../registrations";

/** An object as it is registered, secrets in clear. */
export interface Made {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, string>>;
  readonly registration: Registration;
}

/** Everything that a region's part of the state store is made of. */
export class MadeObjects {
  readonly #made: readonly Made[];

  constructor(found: readonly Registration[]) {
    this.#made = found
      .filter(({ inputs }) => inputs["metadata"] !== undefined)
      .map((registration) => {
        const { metadata, spec, data, stringData } = inClear(registration.inputs) as {
          readonly metadata: Pick<Made, "name" | "namespace"> & Partial<Made>;
          readonly spec?: Made["spec"];
          readonly data?: Made["data"];
          readonly stringData?: Made["data"];
        };
        return {
          kind: registration.type.split(":").at(-1) ?? "",
          name: metadata.name,
          namespace: metadata.namespace,
          labels: metadata.labels ?? {},
          annotations: metadata.annotations ?? {},
          spec: spec ?? {},
          data: data ?? stringData ?? {},
          registration,
        };
      });
  }

  /** The objects of a kind, in the order in which they are registered. */
  all(kind: string): Made[] {
    return this.#made.filter((one) => one.kind === kind);
  }

  /** Their names. */
  names(kind: string): string[] {
    return this.all(kind).map(({ name }) => name);
  }

  /** An object that has to be there; the name may end in `*`. */
  get(kind: string, name: string): Made {
    const found = this.#made.find(
      (one) =>
        one.kind === kind &&
        (name.endsWith("*") ? one.name.startsWith(name.slice(0, -1)) : one.name === name),
    );
    if (found === undefined) {
      throw new Error(`No ${kind} ${name} was made, but ${this.names(kind).join(", ")}.`);
    }
    return found;
  }
}

export type StoreChanges = Partial<Omit<CockroachDbArgs, "secrets">>;

/** Makes the state store of a shipped region. */
export async function storeOf(region: string, changes: StoreChanges = {}): Promise<MadeObjects> {
  const config = shippedStack(region);
  return new MadeObjects(
    await registrations(
      () =>
        new CockroachDb("cockroachdb", {
          ...config,
          peers: noPeersYet(config),
          wasDeployed: false,
          ...changes,
          secrets: new RegionalSecrets("regional-secrets", config),
        }),
    ),
  );
}

/** Peers of a shipped region, of which some are deployed at these addresses. */
export const peersAt = (region: string, addresses: Readonly<Record<string, string>>): Peers =>
  noPeersYet(shippedStack(region)).map((peer) => ({
    ...peer,
    gatewayAddress: addresses[peer.region.name] ?? null,
  }));

/** Peers of a shipped region, all of them deployed. */
export const allPeers = (region: string): Peers =>
  noPeersYet(shippedStack(region)).map((peer, index) => ({
    ...peer,
    gatewayAddress: `192.0.2.${index + 1}`,
  }));
