import { expect } from "chai";
import { tenantsStay } from "../../../policy/residency/tenants-stay";
import { contextOf, problemsOf, resourceOf } from "../judge";

const TENANT = "nephoran.io/tenant";
const tenants = { acme: { boundTo: "eu" }, globex: { boundTo: "us-west-2" } };

const configMap = (tenant: unknown, type = "kubernetes:core/v1:ConfigMap") =>
  resourceOf(type, "settings", { metadata: { name: "settings", labels: { [TENANT]: tenant } } });
const found = (region: string, resource: ReturnType<typeof configMap>) =>
  problemsOf(tenantsStay, [resource], contextOf(region, { tenants }));

describe("residency-tenants-stay", () => {
  it("lets a tenant's objects be at the tenant's home", () => {
    expect(found("eu-west-1", configMap("acme"))).to.deep.equal([]);
    expect(found("us-west-2", configMap("globex"))).to.deep.equal([]);
  });

  it("refuses them anywhere else, be the home a zone or a region", () => {
    expect(found("us-east-1", configMap("acme"))).to.deep.equal([
      `metadata.labels.${TENANT} binds it to the zone eu (eu-west-1), and us-east-1 is not there.`,
    ]);
    expect(found("us-east-1", configMap("globex"))).to.deep.equal([
      `metadata.labels.${TENANT} binds it to the region us-west-2, and us-east-1 is not there.`,
    ]);
  });

  it("refuses a tenant of whom nobody knows the home", () => {
    expect(found("eu-west-1", configMap("initech"))).to.deep.equal([
      `metadata.labels.${TENANT} names the tenant initech, of whom no home is known.`,
    ]);
  });

  it("looks at the pods that an object makes", () => {
    const job = resourceOf("kubernetes:batch/v1:Job", "export", {
      spec: { template: { metadata: { labels: { [TENANT]: "acme" } } } },
    });
    expect(found("us-west-2", job)).to.have.length(1);
  });

  it("leaves other providers' resources alone", () => {
    expect(found("us-east-1", configMap("acme", "random:index/randomId:RandomId"))).to.deep.equal(
      [],
    );
  });

  it("refuses a tenant that only a deployment can tell", () => {
    expect(found("eu-west-1", configMap(undefined))).to.deep.equal([
      `Cannot be decided before deployment: metadata.labels.${TENANT} is unknown until deployed. ` +
        "Use plain configuration there.",
    ]);
  });
});
