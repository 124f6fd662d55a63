import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** An issuer of tokens with a key of its own. */
export interface Issuer {
  readonly issuer: string;
  readonly audience: string;
  readonly key: KeyObject;
  /** Its public key, as JSON Web Key Set. */
  readonly jwks: string;
}

const LIFETIME_S = 3600;

export function newIssuer(issuer: string, audience: string): Issuer {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: issuer, alg: "ES256", use: "sig" };
  return { issuer, audience, key: privateKey, jwks: JSON.stringify({ keys: [jwk] }) };
}

/** A token that holds for an hour. */
export function token(
  { issuer, audience, key }: Issuer,
  claims: Readonly<Record<string, string>> = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: issuer,
    aud: audience,
    sub: "subscriber",
    iat: now,
    exp: now + LIFETIME_S,
    ...claims,
  };
  const signed = `${encode({ alg: "ES256", kid: issuer, typ: "JWT" })}.${encode(payload)}`;
  const signature = sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
