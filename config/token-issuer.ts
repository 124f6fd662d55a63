import type { Region, Topology } from "./topology";

/** Who makes a region's tokens, and how they are known everywhere. */
export interface TokenIssuer {
  readonly issuer: string;
  /** Audience that the tokens name. */
  readonly audience: string;
  /** Where the public keys are; null: the issuer's own discovery document says. */
  readonly jwksUri: string | null;
  /** The public keys themselves, as a JSON Web Key Set; null: they are fetched. */
  readonly jwks: string | null;
}

/** The issuer of a region's tokens, which every other region derives from the topology too. */
export const tokenIssuerOf = (
  { name, tokens }: Region,
  { domain }: Pick<Topology, "domain">,
): TokenIssuer => ({
  issuer: tokens.issuer ?? `https://auth.${name}.${domain}`,
  audience: tokens.audience ?? `nephoran-${name}`,
  jwksUri: tokens.jwksUri ?? null,
  jwks: tokens.jwks ?? null,
});
