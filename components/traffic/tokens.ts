import type * as pulumi from "@pulumi/pulumi";
import { tokenIssuerOf } from "../../config/token-issuer";
import type { Region, Topology } from "../../config/topology";
import { claims } from "../../routing/bindings";
import { istioObject } from "../istio-mesh/istio-object";
import { GATEWAY, gatewaySelector } from "../istio-mesh/names";
import { regionLabels } from "../labels";
import { meshNamespaces } from "../region-base/namespaces";
import { tokenHeaders } from "./token-headers";

interface JwtRule {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly jwks?: string;
  readonly jwksUri?: string;
  readonly fromHeaders: readonly { readonly name: string; readonly prefix: string }[];
  readonly forwardOriginalToken: true;
  readonly outputClaimToHeaders: readonly { readonly header: string; readonly claim: string }[];
}

/**
 * How the tokens of every region are verified, one rule for each issuer: users of a region that is
 * lost go on with the tokens that they have. Who lives in a residency zone is told by the issuers of
 * its own regions alone.
 */
export function jwtRules(topology: Topology): JwtRule[] {
  const issuers = new Map<string, Region[]>();
  for (const region of topology.regions) {
    const { issuer } = tokenIssuerOf(region, topology);
    issuers.set(issuer, [...(issuers.get(issuer) ?? []), region]);
  }
  return [...issuers].map(([issuer, regions]) => {
    const known = regions.map((region) => tokenIssuerOf(region, topology));
    const jwks = known.find((one) => one.jwks !== null)?.jwks;
    const jwksUri = known.find((one) => one.jwksUri !== null)?.jwksUri;
    const inZone = regions.some(({ residencyZone }) => residencyZone !== undefined);
    return {
      issuer,
      audiences: [...new Set(known.map(({ audience }) => audience))],
      // Istio takes one source; without any, the issuer's discovery document tells.
      ...(jwks ? { jwks } : jwksUri ? { jwksUri } : {}),
      // A token in a URL would end in logs.
      fromHeaders: [{ name: "Authorization", prefix: "Bearer " }],
      // The next gateway verifies it again.
      forwardOriginalToken: true,
      outputClaimToHeaders: [
        { header: tokenHeaders.tenant, claim: claims.tenant },
        { header: tokenHeaders.location, claim: claims.location },
        ...(inZone ? [{ header: tokenHeaders.residencyZone, claim: claims.residencyZone }] : []),
      ],
    };
  });
}

/** Has the gateway verify tokens, and say by headers of its own what they claim. */
export function tokenVerification(
  name: string,
  { topology, region }: { readonly topology: Topology; readonly region: Region },
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const namespace = meshNamespaces.ingress;
  const labels = regionLabels(region);
  return [
    istioObject(
      `${name}-tokens`,
      {
        kind: "RequestAuthentication",
        metadata: { name: GATEWAY, namespace, labels },
        spec: { selector: { matchLabels: { ...gatewaySelector } }, jwtRules: jwtRules(topology) },
      },
      opts,
    ),
    istioObject(
      `${name}-strip-headers`,
      {
        kind: "EnvoyFilter",
        metadata: {
          name: "strip-token-headers",
          namespace,
          labels,
          // The analyzer warns of every EnvoyFilter, whatever it does.
          annotations: { "galley.istio.io/analyze-suppress": "IST0133" },
        },
        spec: stripTokenHeaders,
      },
      opts,
    ),
  ];
}

/**
 * Removes what callers claim to have been told by a token, before any token is looked at. Envoy's own
 * filter for tokens removes what its issuers write since 1.40; before that, only what those write that
 * it tries, and nothing on a CORS preflight. No issuer writes the zone where there is no zone.
 */
const stripTokenHeaders = {
  workloadSelector: { labels: { ...gatewaySelector } },
  priority: 0,
  configPatches: [
    {
      applyTo: "HTTP_FILTER",
      match: {
        context: "GATEWAY",
        listener: {
          filterChain: { filter: { name: "envoy.filters.network.http_connection_manager" } },
        },
      },
      patch: {
        operation: "INSERT_FIRST",
        value: {
          name: "envoy.filters.http.header_mutation",
          typed_config: {
            "@type":
              "type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutation",
            mutations: {
              request_mutations: Object.values(tokenHeaders).map((remove) => ({ remove })),
            },
          },
        },
      },
    },
  ],
};
