import type { KeyObject } from "node:crypto";
import { keyPem, newKey, openKey } from "../../pki/x509/keys";
import { bundle } from "../../pki/x509/pem";
import { type Issuer, signCertificate } from "../../pki/x509/sign";
import { type Authority, signerOf } from "../../pki/authority";
import { meshCaProfile } from "../../pki/profiles";
import type { RunningRegion } from "../../sandbox/mesh/start-region";
import type { Credentials } from "./client";

/** What somebody shows who has a CA, and with it claims to be `principal`. */
export async function identity(ca: Issuer, principal: string): Promise<Credentials> {
  const key = await newKey();
  const leaf = await signCertificate(
    {
      subject: { organization: "nephoran", commonName: "caller" },
      lifetimeDays: 1,
      use: {
        kind: "leaf",
        purposes: ["clientAuth", "serverAuth"],
        names: [{ kind: "uri", value: `spiffe://${principal}` }],
      },
    },
    key,
    ca,
    new Date(),
  );
  // Gateways show an identity and no host name, which this client could not look at: no CA.
  return { certificate: bundle([leaf, ca.certificate]), key: keyPem(key) };
}

/** The CA of a region, as whoever stole it has it. */
export function caOf({ config: { meshCa } }: RunningRegion): Issuer {
  const key: KeyObject | undefined = meshCa && openKey(meshCa.key.reveal());
  if (meshCa === undefined || key === undefined) throw new Error("The region has no CA.");
  return { certificate: meshCa.certificate, key };
}

/** A CA that differs from that of a region by its name constraint alone: it has none. */
export async function unconstrainedCa(authority: Authority, region: string): Promise<Issuer> {
  const key = await newKey();
  const { subject, lifetimeDays } = meshCaProfile(authority.meshId, region);
  const profile = { subject, lifetimeDays, use: { kind: "ca", pathLength: 0 } } as const;
  const root = signerOf(authority.meshRoot);
  return { certificate: await signCertificate(profile, key, root, new Date()), key };
}
