import type * as asn1Schema from "@peculiar/asn1-schema";
import type * as asn1X509 from "@peculiar/asn1-x509";
import type * as x509 from "@peculiar/x509";

/** What makes certificates; whoever only reads them does without. */
export interface Library {
  readonly x509: typeof x509;
  /** Structures of RFC 5280 that `x509` has no class of its own for. */
  readonly asn1X509: typeof asn1X509;
  readonly asn1Schema: typeof asn1Schema;
}

/** Loads it when it is first needed, which takes some tenths of a second. */
export async function loadLibrary(): Promise<Library> {
  // The library's dependency injection asks for this one to be there before.
  await import("reflect-metadata");
  return {
    x509: await import("@peculiar/x509"),
    asn1X509: await import("@peculiar/asn1-x509"),
    asn1Schema: await import("@peculiar/asn1-schema"),
  };
}
