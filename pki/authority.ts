import type { KeyObject } from "node:crypto";
import { OperatorError } from "../config/operator-error";
import { cockroachCaProfile, meshRootProfile } from "./profiles";
import { keyIdentifier, newKey } from "./x509/keys";
import { bundle, certificatesIn } from "./x509/pem";
import type { CertificateProfile } from "./x509/profile";
import { type Issuer, selfSign } from "./x509/sign";
import { validityProblem } from "./x509/validity";

/** How far the replacement of a CA has come. */
export type RotationOf<Ca> =
  | { readonly phase: "steady"; readonly current: Ca }
  /** `begun`: all believe both, the old one still signs. `switched`: the new one signs. */
  | { readonly phase: "begun" | "switched"; readonly old: Ca; readonly new: Ca };

/** A CA that stands at the end of a chain, or a pair of them. */
export type Rotation = RotationOf<Issuer>;

/** Everything that identities are issued from; it belongs offline, outside of any stack. */
export interface Authority {
  /** The mesh that the regions are one of. */
  readonly meshId: string;
  readonly meshRoot: Rotation;
  readonly cockroachCa: Rotation;
}

/** The two CAs of an authority. */
export type AuthorityCa = "meshRoot" | "cockroachCa";
export const authorityCas = ["meshRoot", "cockroachCa"] as const;

const profiles: Readonly<
  Record<AuthorityCa, (meshId: string, generation: string) => CertificateProfile>
> = { meshRoot: meshRootProfile, cockroachCa: cockroachCaProfile };

/** Makes the authority of a mesh, in memory. */
export async function createAuthority(meshId: string, now: Date): Promise<Authority> {
  return {
    meshId,
    meshRoot: { phase: "steady", current: await newCa("meshRoot", meshId, now) },
    cockroachCa: { phase: "steady", current: await newCa("cockroachCa", meshId, now) },
  };
}

/** A CA with a key of its own; its name ends in the first digits of the key's identifier. */
export async function newCa(which: AuthorityCa, meshId: string, now: Date): Promise<Issuer> {
  const key: KeyObject = await newKey();
  const generation = keyIdentifier(key).toString("hex").slice(0, 8);
  return { certificate: await selfSign(profiles[which](meshId, generation), key, now), key };
}

/** Whoever signs now. */
export function signerOf(rotation: Rotation): Issuer {
  switch (rotation.phase) {
    case "steady":
      return rotation.current;
    case "begun":
      return rotation.old;
    case "switched":
      return rotation.new;
  }
}

/** Everybody who has to be believed now, as one PEM. */
export const trustedBy = (rotation: Rotation): string =>
  bundle(
    rotation.phase === "steady"
      ? [rotation.current.certificate]
      : [rotation.old.certificate, rotation.new.certificate],
  );

/**
 * Makes sure that what is signed now will be believed now.
 *
 * @throws OperatorError if the signer of `which` has expired.
 */
export function requireValidSigner(authority: Authority, which: AuthorityCa, now: Date): Issuer {
  const signer = signerOf(authority[which]);
  const [certificate] = certificatesIn(signer.certificate) ?? [];
  const problem = certificate && validityProblem(certificate, now);
  if (problem === undefined) return signer;
  const subject = which === "meshRoot" ? "root" : "cockroach-ca";
  throw new OperatorError(
    `The authority's ${subject} is ${problem}: nothing that it signs is believed. Nothing was ` +
      `changed. Replace it: \`nephoran pki rotate ${subject} --step begin\`.`,
  );
}
