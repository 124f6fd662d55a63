import { tokenIssuerOf } from "../../config/token-issuer";
import { claims } from "../../routing/bindings";
import { celList, celText } from "../reading/cel";
import { Field } from "../reading/field";
import { ISTIO_SECURITY, isKind } from "../reading/object";
import type { PolicyContext, ResourceRule } from "../rule";

/** Issuers of the regions of residency zones. */
const zoneIssuers = ({ topology }: Pick<PolicyContext, "topology">): string[] =>
  topology.regions
    .filter(({ residencyZone }) => residencyZone !== undefined)
    .map((region) => tokenIssuerOf(region, topology).issuer);

export const zoneClaims: ResourceRule = {
  id: "residency-zone-claims",
  kind: "resource",
  family: "residency",
  title: "Who lives in a residency zone is told by the issuers of the zone's own regions",
  why: "A processor believes the header that a gateway writes of a claim. If any issuer could say who lives where, one outside could unbind, or bind, whom it likes.",
  fix: `Let only rules for issuers of a zone's regions write the claim ${claims.residencyZone} to a header.`,
  level: "mandatory",
  example: `jwtRules:
  - issuer: https://auth.eu-west-1.nephoran.io
    outputClaimToHeaders:
      - {header: x-nephoran-zone, claim: ${claims.residencyZone}}
`,
  admission: (place) => {
    const isZone = `c.claim == ${celText(claims.residencyZone)}`;
    return {
      resources: [
        { group: ISTIO_SECURITY, versions: ["v1"], resources: ["requestauthentications"] },
      ],
      validations: [
        {
          expression: `!has(object.spec.jwtRules) || object.spec.jwtRules.all(j, !has(j.outputClaimToHeaders) || !j.outputClaimToHeaders.exists(c, ${isZone}) || j.issuer in ${celList(zoneIssuers(place))})`,
          message: `Only issuers of a residency zone's regions tell ${claims.residencyZone}.`,
        },
      ],
    };
  },
  check(resource, context) {
    if (!isKind(resource, ISTIO_SECURITY, "RequestAuthentication")) return [];
    const believed = zoneIssuers(context);
    return Field.of(resource)
      .at("spec", "jwtRules")
      .items.filter((rule) =>
        rule
          .at("outputClaimToHeaders")
          .items.some((output) => output.at("claim").text === claims.residencyZone),
      )
      .map((rule) => rule.at("issuer"))
      .filter(({ text = "" }) => !believed.includes(text))
      .map(
        ({ path, text }) =>
          `${path} is ${text ?? "not there"}, which is of no region of a residency zone, and tells ` +
          `who lives in one.`,
      );
  },
};
