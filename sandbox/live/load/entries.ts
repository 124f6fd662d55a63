import { OperatorError } from "../../../config/operator-error";

/** Where a user's requests enter. */
export interface Entry {
  /** As it was written; events name it so. */
  readonly name: string;
  /** What the user asks for, and what the certificate has to name. */
  readonly host: string;
  /** Name whose addresses come before the host's other ones: what DNS gives a user who is near it. */
  readonly near?: string;
}

/** Where a host is reached: an IP address and a TCP port. */
export interface Address {
  readonly ip: string;
  readonly port: number;
}

export const addressText = ({ ip, port }: Address): string => `${ip}:${port}`;

const HTTPS_PORT = 443;

/**
 * Reads `nephoran.io@eu-west-1,nephoran.io@us-east-1,eu.nephoran.io`: a host, and after @ the region that
 * the user is near.
 *
 * @throws OperatorError if one is no host name.
 */
export function parseEntries(text: string): Entry[] {
  return text.split(",").map((name): Entry => {
    const match = /^([a-z0-9.-]+)(?:@([a-z0-9-]+))?$/.exec(name);
    const [, host, region] = match ?? [];
    if (host === undefined) {
      throw new OperatorError(
        `--entries: "${name}" is no entry. Write HOST or HOST@REGION, such as nephoran.io@eu-west-1.`,
      );
    }
    return { name, host, ...(region !== undefined && { near: `${region}.${host}` }) };
  });
}

/**
 * Reads `HOST=IP` or `HOST=IP:PORT`, which wins over DNS.
 *
 * @throws OperatorError if it is something else.
 */
export function parseAddress(text: string): { readonly host: string; readonly address: Address } {
  const match = /^([a-z0-9.-]+)=(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{1,5}))?$/.exec(text);
  const [, host, ip, port] = match ?? [];
  if (host === undefined || ip === undefined) {
    throw new OperatorError(`--address: "${text}" is no address. Write HOST=IP or HOST=IP:PORT.`);
  }
  return { host, address: { ip, port: port === undefined ? HTTPS_PORT : Number(port) } };
}

/** Addresses of names, the best first. @throws if a name has none. */
export type Lookup = (host: string) => Promise<readonly Address[]>;

/** All addresses of an entry, those of what it is near first. */
export async function addressesOf({ host, near }: Entry, lookup: Lookup): Promise<Address[]> {
  const all = [...(near === undefined ? [] : await lookup(near)), ...(await lookup(host))];
  const texts = all.map(addressText);
  return all.filter((address, index) => texts.indexOf(addressText(address)) === index);
}
