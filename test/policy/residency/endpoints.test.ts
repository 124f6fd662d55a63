import { expect } from "chai";
import { boundHostEndpoints } from "../../../policy/residency/bound-host-endpoints";
import { boundHostIdentities } from "../../../policy/residency/bound-host-identities";
import { endpointLabels } from "../../../policy/residency/endpoint-labels";
import { problemsOf, resourceOf } from "../judge";

const REGION = "nephoran.io/region";
const ZONE = "nephoran.io/residency-zone";

const entry = (host: string, labels: readonly unknown[], more: object = {}) =>
  resourceOf("kubernetes:networking.istio.io/v1:ServiceEntry", host, {
    metadata: { name: host },
    spec: {
      hosts: [host],
      // The address of a peer is unknown at first, and must not matter.
      endpoints: labels.map((one) => ({ address: undefined, labels: one })),
      ...more,
    },
  });
const eu = { [REGION]: "eu-west-1", [ZONE]: "eu" };
const us = { [REGION]: "us-east-1" };

describe("residency-endpoint-labels", () => {
  const found = (...labels: unknown[]) =>
    problemsOf(endpointLabels, [entry("us-east-1.failover.nephoran.local", labels)], "us-east-1");

  it("lets endpoints be that say where they are, whatever their address", () => {
    expect(found(us, eu)).to.deep.equal([]);
  });

  it("refuses one that says nothing, or what the topology does not", () => {
    expect(found(us, {})).to.deep.equal([`spec.endpoints[1] has no label ${REGION}.`]);
    expect(found({ [REGION]: "mars-1" })).to.deep.equal([
      "spec.endpoints[0] is labelled mars-1, which is no region of the topology.",
    ]);
    expect(found({ [REGION]: "eu-west-1" })).to.deep.equal([
      "spec.endpoints[0] is labelled with no zone, and eu-west-1 is in the zone eu.",
    ]);
    expect(found({ [REGION]: "us-east-1", [ZONE]: "eu" })).to.deep.equal([
      "spec.endpoints[0] is labelled with the zone eu, and us-east-1 is in none.",
    ]);
  });

  it("leaves hosts outside of the mesh, and other kinds, alone", () => {
    const outside = entry("api.example.com", [{}]);
    const rule = {
      ...entry("eu.nephoran.local", [{}]),
      type: "kubernetes:networking.istio.io/v1:Sidecar",
    };
    expect(problemsOf(endpointLabels, [outside, rule], "us-east-1")).to.deep.equal([]);
  });

  it("refuses a label that only a deployment can tell", () => {
    expect(found({ [REGION]: undefined })).to.deep.equal([
      `Cannot be decided before deployment: spec.endpoints[0].labels.${REGION} is unknown until ` +
        "deployed. Use plain configuration there.",
    ]);
  });
});

describe("residency-bound-host-endpoints", () => {
  const found = (host: string, labels: readonly unknown[], more: object = {}) =>
    problemsOf(boundHostEndpoints, [entry(host, labels, more)], "eu-west-1");

  it("lets a zone's own regions answer its host", () => {
    expect(found("eu.nephoran.local", [eu])).to.deep.equal([]);
    expect(found("eu.nephoran.local", [])).to.deep.equal([]);
  });

  it("refuses any other, be it the last tier", () => {
    expect(found("eu.nephoran.local", [eu, us])).to.deep.equal([
      `eu.nephoran.local is answered by eu-west-1 alone, and spec.endpoints[1].labels.${REGION} is us-east-1.`,
    ]);
    expect(found("us-east-1.nephoran.local", [eu])).to.have.length(1);
    expect(found("eu.nephoran.local", [{}])).to.have.length(1);
  });

  it("refuses whatever a selector finds", () => {
    const selected = { workloadSelector: { labels: { app: "gateway" } } };
    expect(found("eu.nephoran.local", [], selected)).to.deep.equal([
      "eu.nephoran.local is answered by eu-west-1 alone, and spec.workloadSelector lets whatever " +
        "has a label answer it.",
    ]);
  });

  it("lets a host for unbound requests have all regions", () => {
    expect(found("eu-west-1.failover.nephoran.local", [eu, us])).to.deep.equal([]);
  });

  it("refuses a label that only a deployment can tell", () => {
    expect(found("eu.nephoran.local", [undefined])).to.deep.equal([
      "Cannot be decided before deployment: spec.endpoints[0].labels is unknown until deployed. " +
        "Use plain configuration there.",
    ]);
  });

  it("leaves other kinds alone", () => {
    const other = {
      ...entry("eu.nephoran.local", [us]),
      type: "kubernetes:networking.istio.io/v1:VirtualService",
    };
    expect(problemsOf(boundHostEndpoints, [other], "eu-west-1")).to.deep.equal([]);
  });
});

describe("residency-bound-host-identities", () => {
  const gateway = (region: string) =>
    `spiffe://${region}.nephoran.local/ns/nephoran-ingress/sa/nephoran-gateway`;
  const rule = (host: unknown, trafficPolicy: unknown, more: object = {}) =>
    resourceOf("kubernetes:networking.istio.io/v1:DestinationRule", "policy", {
      spec: { host, trafficPolicy, ...more },
    });
  const found = (...args: Parameters<typeof rule>) =>
    problemsOf(boundHostIdentities, [rule(...args)], "eu-west-1");
  const proves = (...regions: string[]) => ({ tls: { subjectAltNames: regions.map(gateway) } });

  it("lets gateways of the zone answer", () => {
    expect(found("eu.nephoran.local", proves("eu-west-1"))).to.deep.equal([]);
  });

  it("refuses identities of another region, and none at all", () => {
    expect(found("eu.nephoran.local", proves("eu-west-1", "us-west-2"))).to.deep.equal([
      `spec.trafficPolicy.tls.subjectAltNames lets ${gateway("us-west-2")} answer for eu.nephoran.local.`,
    ]);
    expect(found("eu.nephoran.local", {})).to.deep.equal([
      "spec.trafficPolicy.tls.subjectAltNames is empty, so that anybody may answer for eu.nephoran.local.",
    ]);
    expect(
      found("eu.nephoran.local", {
        tls: { subjectAltNames: ["spiffe://eu-west-1.nephoran.local.evil/"] },
      }),
    ).to.have.length(1);
  });

  it("refuses whatever moves requests by itself", () => {
    const failover = [{ from: "eu", to: "us" }];
    const policy = {
      ...proves("eu-west-1"),
      loadBalancer: { localityLbSetting: { enabled: true, failover } },
    };
    expect(found("eu.nephoran.local", policy)).to.deep.equal([
      "spec.trafficPolicy.loadBalancer.localityLbSetting.failover may lead requests for eu.nephoran.local elsewhere.",
    ]);
    expect(
      found("eu.nephoran.local", proves("eu-west-1"), { subsets: [{ name: "v2" }] }),
    ).to.deep.equal(["spec.subsets may lead requests for eu.nephoran.local elsewhere."]);
  });

  it("lets unbound requests fail over, and leaves other kinds alone", () => {
    expect(found("eu-west-1.failover.nephoran.local", proves("us-east-1"))).to.deep.equal([]);
    const other = {
      ...rule("eu.nephoran.local", {}),
      type: "kubernetes:networking.istio.io/v1:Sidecar",
    };
    expect(problemsOf(boundHostIdentities, [other], "eu-west-1")).to.deep.equal([]);
  });

  it("refuses identities that only a deployment can tell", () => {
    expect(found("eu.nephoran.local", { tls: { subjectAltNames: undefined } })).to.deep.equal([
      "Cannot be decided before deployment: spec.trafficPolicy.tls.subjectAltNames is unknown until " +
        "deployed. Use plain configuration there.",
    ]);
  });
});
