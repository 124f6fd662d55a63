import { REGION_LABEL } from "../../components/labels";
import { celList, celText } from "../reading/cel";
import { Field } from "../reading/field";
import { boundHosts } from "../reading/mesh-hosts";
import { ISTIO_NETWORKING, isKind } from "../reading/object";
import type { ResourceRule } from "../rule";

export const boundHostEndpoints: ResourceRule = {
  id: "residency-bound-host-endpoints",
  kind: "resource",
  family: "residency",
  title: "A host that a zone or a region alone answers has no endpoint elsewhere",
  why: "Priorities order endpoints and never exclude one: the last tier of a bound host answers as soon as its own region is gone. Then bound requests get 503, and nothing else.",
  fix: "List the zone's own regions alone. Requests that are not bound go by REGION.failover.nephoran.local.",
  level: "mandatory",
  example: `spec:
  hosts: [eu.nephoran.local]
  resolution: STATIC
  endpoints:
    - address: 203.0.113.7
      labels: {${REGION_LABEL}: eu-west-1, nephoran.io/residency-zone: eu}
`,
  admission: ({ topology }) => ({
    resources: [{ group: ISTIO_NETWORKING, versions: ["v1"], resources: ["serviceentries"] }],
    validations: [...boundHosts({ topology })].map(([host, regions]) => ({
      expression: `!(${celText(host)} in object.spec.hosts) || !has(object.spec.workloadSelector) && (!has(object.spec.endpoints) || object.spec.endpoints.all(e, has(e.labels) && ${celText(REGION_LABEL)} in e.labels && e.labels[${celText(REGION_LABEL)}] in ${celList(regions)}))`,
      message: `${host} is answered by ${regions.join(" and ")} alone.`,
    })),
  }),
  check(resource, context) {
    if (!isKind(resource, ISTIO_NETWORKING, "ServiceEntry")) return [];
    const spec = Field.of(resource).at("spec");
    const bound = boundHosts(context);
    return spec.at("hosts").texts.flatMap((host) => {
      const regions = bound.get(host);
      if (regions === undefined) return [];
      const alone = `${host} is answered by ${regions.join(" and ")} alone`;
      if (spec.at("workloadSelector").isSet) {
        return [`${alone}, and spec.workloadSelector lets whatever has a label answer it.`];
      }
      return spec
        .at("endpoints")
        .items.map((endpoint) => endpoint.at("labels", REGION_LABEL))
        .filter(({ text }) => text === undefined || !regions.includes(text))
        .map(({ path, text }) => `${alone}, and ${path} is ${text ?? "not there"}.`);
    });
  },
};
