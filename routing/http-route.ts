/** `spec.http` of a VirtualService, as far as this program writes it. */
export type HttpRoutes = readonly HttpRoute[];

export type HttpRoute = {
  readonly name: string;
  /** One of these has to hold; absent: every request. */
  readonly match?: readonly HttpMatch[];
} & (
  | {
      readonly route: readonly WeightedDestination[];
      readonly retries: HttpRetry;
      readonly rewrite?: { readonly uri: string };
    }
  | {
      readonly directResponse: {
        readonly status: number;
        readonly body: { readonly string: string };
      };
      readonly headers: { readonly response: { readonly set: Readonly<Record<string, string>> } };
    }
);

/** All of it has to hold. */
export interface HttpMatch {
  readonly uri?: { readonly exact: string };
  readonly method?: { readonly exact: string };
  /** Headers, and as `@request.auth.claims.NAME` what the verified token says. */
  readonly headers?: Readonly<
    Record<string, { readonly exact: string } | { readonly regex: string }>
  >;
}

export interface WeightedDestination {
  readonly destination: { readonly host: string; readonly port: { readonly number: number } };
  /** Percent. Absent: all of it. */
  readonly weight?: number;
}

export interface HttpRetry {
  /** Tries after the first one. */
  readonly attempts: number;
  /** What is tried again, as Envoy names it. */
  readonly retryOn?: string;
  /** True if another tier may take it. */
  readonly retryRemoteLocalities?: boolean;
  /** Least wait before a retry, as a duration. */
  readonly backoff?: string;
}
