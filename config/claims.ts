import { z } from "zod";
import { dnsLabel } from "./dns-label";
import { httpsUrl } from "./https-url";

/** Keys of an issuer, as RFC 7517 has them; a private one is refused. */
const publicKeys = z
  .string()
  .refine(isPublicKeySet)
  .meta({ seen: "no set of public keys, and not repeated since it may hold a private one" })
  .describe('a JSON Web Key Set with public keys alone, such as {"keys": [...]}');

function isPublicKeySet(text: string): boolean {
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown };
    return (
      Array.isArray(keys) &&
      keys.length > 0 &&
      keys.every((key: unknown) => typeof key === "object" && key !== null && !("d" in key))
    );
  } catch {
    return false;
  }
}

/**
 * How the tokens of a region are known, by every gateway: a region's users go on being served, with
 * the same tokens, where theirs is lost.
 */
export const tokenIssuer = z
  .strictObject({
    issuer: httpsUrl
      .optional()
      .describe(
        "the https URL of the region's own issuer, on port 443 without user and query; left out: " +
          "https://auth.REGION.DOMAIN",
      ),
    audience: z
      .string()
      .min(1)
      .optional()
      .describe("the audience that tokens have to name; left out: nephoran-REGION"),
    jwksUri: httpsUrl
      .optional()
      .describe("the https URL of the issuer's public keys; left out: the issuer says where"),
    jwks: publicKeys.optional(),
  })
  .default({})
  .describe("issuer, audience and public keys of the region's OAuth2 provider");

/** Tenants whose requests may not be worked on just anywhere. */
export const tenants = z
  .record(
    dnsLabel,
    z.strictObject({
      boundTo: dnsLabel.describe("a residency zone or a region of the topology"),
    }),
  )
  .default({})
  .describe("tenants by name, with the zone or region that each is bound to");
