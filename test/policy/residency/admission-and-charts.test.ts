import { expect } from "chai";
import { admissionPolicies } from "../../../policy/admission/policies";
import { admissionInstalled } from "../../../policy/residency/admission-installed";
import { chartChildren } from "../../../policy/residency/chart-children";
import { endpointLabels } from "../../../policy/residency/endpoint-labels";
import type { PolicyResource } from "../../../policy/rule";
import { contextOf, named, problemsOf, resourceOf, undecided } from "../judge";

describe("residency-admission-installed", () => {
  const rule = admissionInstalled([endpointLabels]);
  const { topology, region } = contextOf("eu-west-1");
  const [policy] = admissionPolicies([endpointLabels], { topology, region });
  const name = policy?.name ?? "";
  const GROUP = "kubernetes:admissionregistration.k8s.io/v1";
  const installed = (spec: object = {}) =>
    named(`${GROUP}:ValidatingAdmissionPolicy`, name, {
      spec: { failurePolicy: "Fail", validations: policy?.validations, ...spec },
    });
  const bound = (...validationActions: unknown[]) =>
    named(`${GROUP}:ValidatingAdmissionPolicyBinding`, name, {
      spec: { policyName: name, validationActions },
    });
  const found = (resources: PolicyResource[], where = "eu-west-1") =>
    problemsOf(rule, resources, where);
  const problem = [`Nothing in the zone eu denies what ${name} is for.`];

  it("is satisfied by a policy that is bound and denies", () => {
    expect(found([installed(), bound("Deny")])).to.deep.equal([]);
  });

  it("fails without, and where the policy denies nothing", () => {
    expect(found([])).to.deep.equal(problem);
    expect(found([installed()])).to.deep.equal(problem);
    expect(found([installed(), bound("Warn", "Audit")])).to.deep.equal(problem);
    expect(found([installed({ failurePolicy: "Ignore" }), bound("Deny")])).to.deep.equal(problem);
    expect(found([installed({ validations: [] }), bound("Deny")])).to.deep.equal(problem);
  });

  it("asks nothing of regions without a zone", () => {
    expect(found([], "us-east-1")).to.deep.equal([]);
  });

  it("fails where only a deployment can tell what is denied", () => {
    expect(found([installed(), bound(undefined)])).to.deep.equal([
      undecided("spec.validationActions[0]"),
    ]);
  });
});

describe("residency-chart-children", () => {
  const chart = (inputs: Record<string, unknown>) =>
    resourceOf("kubernetes:helm.sh/v4:Chart", "istio-mesh-istiod", inputs);
  const children = [
    named("kubernetes:apps/v1:Deployment", "istiod"),
    named("kubernetes:core/v1:ConfigMap", "istio"),
    named(
      "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration",
      "istio-sidecar-injector",
    ),
  ];
  const found = (resources: PolicyResource[], region = "eu-west-1") =>
    problemsOf(chartChildren, resources, region);

  it("is applied only where it can be seen what charts make", () => {
    expect(chartChildren.needsCharts).to.equal(true);
  });

  it("is satisfied by what the chart makes, wherever the chart comes from", () => {
    for (const source of ["istiod", "/charts/istiod", "oci://registry.example.com/charts/istiod"]) {
      expect(found([chart({ chart: source }), ...children]), source).to.deep.equal([]);
    }
  });

  it("fails for a chart that makes nothing, and names what is missing", () => {
    expect(found([chart({ chart: "istiod" })])).to.have.length(3);
    expect(found([chart({ chart: "istiod" }), ...children.slice(1)])).to.deep.equal([
      "The chart istiod makes no Deployment that gives proxies their policies in the zone eu.",
    ]);
  });

  it("leaves other charts, and regions without a zone, alone", () => {
    expect(found([chart({ chart: "redis" })])).to.deep.equal([]);
    expect(found([chart({ chart: "istiod" })], "us-east-1")).to.deep.equal([]);
  });

  it("fails where only a deployment can tell which chart it is", () => {
    expect(found([chart({ chart: undefined })])).to.deep.equal([undecided("chart")]);
  });
});
