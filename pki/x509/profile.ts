import type { GeneralName } from "./general-name";

/** What a certificate is to say. */
export interface CertificateProfile {
  readonly subject: {
    readonly commonName: string;
    readonly organization: string;
    readonly organizationalUnit?: string;
  };
  /** Days from now; it ends earlier where its issuer does. */
  readonly lifetimeDays: number;
  readonly use: CertificateUse;
}

export type CertificateUse = CaUse | LeafUse;

export interface CaUse {
  readonly kind: "ca";
  /** How many CAs may stand between it and a leaf. */
  readonly pathLength: 0 | 1;
  /** The only host of URIs that it may give; absent: any. */
  readonly permittedUriHost?: string;
}

export interface LeafUse {
  readonly kind: "leaf";
  readonly purposes: readonly ("serverAuth" | "clientAuth")[];
  readonly names: readonly (GeneralName & { readonly kind: "dns" | "uri" | "ip" })[];
}
