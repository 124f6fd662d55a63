/** What makes certificates; whoever only reads them does without. */
export interface Library {
  readonly x509: typeof import("@peculiar/x509");
  /** Structures of RFC 5280 that `x509` has no class of its own for. */
  readonly asn1X509: typeof import("@peculiar/asn1-x509");
  readonly asn1Schema: typeof import("@peculiar/asn1-schema");
}

/** Loads it when it is first needed, which takes some tenths of a second. */
export async function loadLibrary(): Promise<Library> {
  // The library's dependency injection asks for this one to be there before.
  await import("reflect-metadata");
  const [x509, asn1X509, asn1Schema] = await Promise.all([
    import("@peculiar/x509"),
    import("@peculiar/asn1-x509"),
    import("@peculiar/asn1-schema"),
  ]);
  return { x509, asn1X509, asn1Schema };
}
