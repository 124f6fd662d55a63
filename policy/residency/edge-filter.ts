import { tokenIssuerOf } from "../../config/token-issuer";
import { GATEWAY } from "../../components/istio-mesh/names";
import { meshNamespaces } from "../../components/region-base/namespaces";
import { tokenHeaders } from "../../components/traffic/token-headers";
import { Field } from "../reading/field";
import { zonesOf } from "../reading/homes";
import { isKind, ISTIO_NETWORKING, ISTIO_SECURITY, namespaceOf } from "../reading/object";
import type { PolicyResource, StackRule } from "../rule";

export const edgeFilter: StackRule = {
  id: "residency-edge-filter",
  kind: "stack",
  family: "residency",
  title: "Every entry tells by verified tokens alone whom a request is bound to",
  why: "Where callers may say for themselves which zone or tenant they are, or where no token is verified, nothing that is routed by it stays where it belongs.",
  fix: "Deploy the traffic component whole: the EnvoyFilter that strips the headers of tokens, and the RequestAuthentication with the issuers of all regions.",
  level: "mandatory",
  example: `kind: EnvoyFilter
metadata: {name: strip-token-headers, namespace: nephoran-ingress}
---
kind: RequestAuthentication
metadata: {name: nephoran-gateway, namespace: nephoran-ingress}
`,
  check(resources, context) {
    if (zonesOf(context).length === 0) return [];
    const atGateway = resources
      .filter(
        (resource) =>
          isKind(resource, ISTIO_NETWORKING, "EnvoyFilter") ||
          isKind(resource, ISTIO_SECURITY, "RequestAuthentication"),
      )
      .filter(selectsGateway);
    const stripped = new Set(atGateway.flatMap(strippedBy));
    const issuers = new Set(atGateway.flatMap(issuersOf));
    const { regions } = context.topology;
    return [
      ...Object.values(tokenHeaders)
        .filter((header) => !stripped.has(header))
        .map(
          (header) => `Callers may send ${header} themselves: nothing strips it at the gateway.`,
        ),
      ...regions
        .map((region) => tokenIssuerOf(region, context.topology).issuer)
        .filter((issuer) => !issuers.has(issuer))
        .map((issuer) => `The gateway verifies no token of ${issuer}.`),
    ].map((problem) => ({ problem }));
  },
};

function selectsGateway(resource: PolicyResource): boolean {
  if (namespaceOf(resource) !== meshNamespaces.ingress) return false;
  const spec = Field.of(resource).at("spec");
  const labels = [spec.at("workloadSelector", "labels"), spec.at("selector", "matchLabels")];
  return labels.every((selector) => [undefined, GATEWAY].includes(selector.at("app").text));
}

const strippedBy = (resource: PolicyResource): string[] =>
  Field.of(resource)
    .at("spec", "configPatches")
    .items.flatMap(
      (patch) => patch.at("patch", "value", "typed_config", "mutations", "request_mutations").items,
    )
    .flatMap((mutation) => mutation.at("remove").text ?? []);

const issuersOf = (resource: PolicyResource): string[] =>
  Field.of(resource)
    .at("spec", "jwtRules")
    .items.flatMap((rule) => rule.at("issuer").text ?? []);
