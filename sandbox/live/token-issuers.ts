import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { tokenIssuerOf } from "../../config/token-issuer";
import type { Topology } from "../../config/topology";
import { readFileIfPresent, writeFileAtomically } from "../processes/atomic-file";

/** Who makes the tokens of a sandbox's users: an issuer for each region, as in the topology. */
export interface TokenIssuers {
  /** Public keys by region, as a JSON Web Key Set that a topology takes. */
  readonly jwks: Readonly<Record<string, string>>;
  /**
   * A token of a region's issuer, which every gateway believes for a day.
   *
   * @throws RangeError if the topology has no such region.
   */
  readonly token: (region: string, claims?: Readonly<Record<string, string>>) => string;
}

/** Long enough for a day of looking around, s. */
const LIFETIME_S = 24 * 3_600;

const keysSchema = z.record(z.string(), z.string());

/** File with the issuers' private keys, by region, below the sandbox's folder. */
const keysFile = (directory: string): string => join(directory, "live", "token-issuers.json");

/**
 * The issuers of a sandbox. A region that has none yet gets a key at random, which stays until
 * `reset`.
 *
 * @param directory the sandbox's folder.
 */
export async function tokenIssuers(directory: string, topology: Topology): Promise<TokenIssuers> {
  const file = keysFile(directory);
  const known = keysSchema.parse(JSON.parse((await readFileIfPresent(file)) ?? "{}"));
  const keys = new Map(
    topology.regions.map(({ name }) => {
      const pem = known[name];
      return [name, pem === undefined ? newKey() : createPrivateKey(pem)];
    }),
  );
  if (topology.regions.some(({ name }) => known[name] === undefined)) {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const pems = [...keys].map(([name, key]) => [
      name,
      key.export({ type: "pkcs8", format: "pem" }),
    ]);
    await writeFileAtomically(file, JSON.stringify({ ...known, ...Object.fromEntries(pems) }));
  }
  return {
    jwks: Object.fromEntries([...keys].map(([name, key]) => [name, jwksOf(name, key)])),
    token: (name, claims = {}) => {
      const region = topology.regions.find((candidate) => candidate.name === name);
      const key = keys.get(name);
      if (region === undefined || key === undefined) {
        throw new RangeError(`the topology has no region ${name}`);
      }
      const { issuer, audience } = tokenIssuerOf(region, topology);
      return signed(key, name, { iss: issuer, aud: audience, sub: "sandbox-user", ...claims });
    },
  };
}

const newKey = (): KeyObject => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

function jwksOf(region: string, key: KeyObject): string {
  const jwk = createPublicKey(key).export({ format: "jwk" });
  return JSON.stringify({ keys: [{ ...jwk, kid: region, alg: "ES256", use: "sig" }] });
}

function signed(key: KeyObject, kid: string, claims: Readonly<Record<string, string>>): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = { iat: now, exp: now + LIFETIME_S, ...claims };
  const text = `${encode({ alg: "ES256", kid, typ: "JWT" })}.${encode(payload)}`;
  const signature = sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });
  return `${text}.${signature.toString("base64url")}`;
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
