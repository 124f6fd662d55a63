import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { discoverEachOther } from "../config/derived";
import type { ProgramConfig } from "../config/program-config";
import { OperatorError } from "../config/operator-error";
import { SecretText } from "../config/secret-text";
import type { Region } from "../config/topology";
import {
  OUTPUTS_VERSION,
  REGION_OUTPUT,
  REGION_SECRETS_OUTPUT,
  regionSecretsSchema,
} from "./schema";

/** By what a region's services are discovered from another region's mesh. */
export interface RemoteReader {
  /** URL of the region's API server. */
  readonly server: string;
  /** The API server's CA, as PEM. */
  readonly certificateAuthority: string;
  readonly token: SecretText;
}

/** Another region, as far as it is deployed by now. All of it is known before anything is made. */
export interface Peer {
  readonly region: Region;
  /** Where its gateway answers, an IP address or a host name; null: not deployed yet. */
  readonly gatewayAddress: string | null;
  /** Where services of it are passed through to; null: not deployed yet, or in a residency zone. */
  readonly eastWestAddress: string | null;
  /** Null: not deployed yet, or one of the two regions is in a residency zone. */
  readonly reader: RemoteReader | null;
}

/** All other regions of the topology, in its order. */
export type Peers = readonly Peer[];

/** The part of the configuration that tells who the others are. */
type Whose = Pick<ProgramConfig, "topology" | "region">;

/** The peers of a region none of whose peers is deployed. */
export const noPeersYet = (config: Whose): Peers =>
  others(config).map((region) => ({
    region,
    gatewayAddress: null,
    eastWestAddress: null,
    reader: null,
  }));

/**
 * Reads from the stacks of the other regions what this one needs of them. Each of those stacks has to
 * have been initialised, or the engine aborts; one that is not deployed only lacks an address.
 *
 * @throws OperatorError if a stack has outputs of another version, or secrets that cannot be decrypted.
 */
export const readPeers = (config: Whose): Promise<Peers> =>
  Promise.all(others(config).map((region) => readPeer(config, region)));

const others = ({ topology, region }: Whose): Region[] =>
  topology.regions.filter(({ name }) => name !== region.name);

/** The full name of a region's stack, whoever's backend it is in. */
export const stackOf = ({ name }: Region): string =>
  `${pulumi.getOrganization()}/${pulumi.getProject()}/${name}`;

async function readPeer({ region: own }: Whose, region: Region): Promise<Peer> {
  const stack = stackOf(region);
  const reference = new pulumi.StackReference(stack);
  const details = await reference.getOutputDetails(REGION_OUTPUT);
  const value: unknown = details.value;
  const { gateway } = value == null ? {} : peerOutputs(stack, value);

  const isDiscovered = value != null && discoverEachOther(own, region);
  const reader = isDiscovered ? await readReader(stack, reference) : null;
  return {
    region,
    gatewayAddress: gateway?.address ?? null,
    eastWestAddress: gateway?.eastWestAddress ?? null,
    reader,
  };
}

/** Only what is needed of a peer: one that was deployed by another release may lack the rest. */
const peerSchema = z.object({
  gateway: z.object({ address: z.string(), eastWestAddress: z.string().nullable() }).optional(),
});

function peerOutputs(stack: string, value: unknown): z.output<typeof peerSchema> {
  const { schemaVersion: seen = "none" } = value as { schemaVersion?: unknown };
  if (seen !== OUTPUTS_VERSION) {
    throw new OperatorError(
      `Stack ${stack} has outputs of version ${JSON.stringify(seen)}, this release reads version ` +
        `${OUTPUTS_VERSION}. Deploy all regions by one release: that stack by this one, or this ` +
        `stack by the release of that one.`,
    );
  }
  return peerSchema.parse(value);
}

async function readReader(
  stack: string,
  reference: pulumi.StackReference,
): Promise<RemoteReader | null> {
  const details = await reference.getOutputDetails(REGION_SECRETS_OUTPUT);
  const secrets: unknown = details.secretValue ?? details.value;
  const parsed = regionSecretsSchema.partial().safeParse(secrets);
  if (!parsed.success) {
    throw new OperatorError(
      `The output \`${REGION_SECRETS_OUTPUT}\` of stack ${stack} cannot be read: its secrets were ` +
        `not decrypted here. With a passphrase, PULUMI_CONFIG_PASSPHRASE has to be the one of that ` +
        `stack as well; all regions of a project share one.`,
    );
  }
  const { remoteReader } = parsed.data;
  return remoteReader == null
    ? null
    : { ...remoteReader, token: new SecretText(remoteReader.token) };
}
