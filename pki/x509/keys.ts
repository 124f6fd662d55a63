import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
} from "node:crypto";
import { promisify } from "node:util";
import { decodeSequence } from "./der";

/** A new private key: ECDSA on P-256, which all that is served here can read. */
export async function newKey(): Promise<KeyObject> {
  const { privateKey } = await promisify(generateKeyPair)("ec", { namedCurve: "P-256" });
  return privateKey;
}

/** A private key in clear, as PKCS#8 PEM, the form that istiod, CockroachDB and Envoy read. */
export const keyPem = (key: KeyObject): string =>
  key.export({ type: "pkcs8", format: "pem" }).toString();

/** A private key as PKCS#8 PEM that only its passphrase opens. */
export const encryptedKeyPem = (key: KeyObject, passphrase: string): string =>
  key.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase }).toString();

/** True for a PEM that wants a passphrase. */
export const isEncrypted = (pem: string): boolean => /ENCRYPTED/.test(pem);

/** The key of a PEM; undefined if it is none, or if the passphrase does not open it. */
export function openKey(pem: string, passphrase?: string): KeyObject | undefined {
  try {
    return createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) });
  } catch {
    return undefined;
  }
}

/** The public half of a key, as certificates hold it; DER. */
export const subjectPublicKeyInfo = (key: KeyObject): Buffer =>
  (key.type === "private" ? createPublicKey(key) : key).export({ type: "spki", format: "der" });

/** What both sides of a signature know a key by: 160 bits of SHA-256 (RFC 7093). */
export const keyIdentifier = (key: KeyObject): Buffer => {
  const bits = decodeSequence(subjectPublicKeyInfo(key)).at(-1)?.content.subarray(1);
  return createHash("sha256")
    .update(bits ?? Buffer.alloc(0))
    .digest()
    .subarray(0, 20);
};
