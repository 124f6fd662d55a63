import { expect } from "chai";
import { synchronizerScope } from "../../../policy/residency/synchronizer-scope";
import { problemsOf, resourceOf } from "../judge";

const CONTAINER = "spec.template.spec.containers[0]";

const synchronizer = (env: Record<string, unknown>, app = "state-synchronizer") =>
  resourceOf("kubernetes:apps/v1:Deployment", "synchronizer", {
    spec: {
      template: {
        metadata: { labels: { app } },
        spec: {
          containers: [
            {
              name: "state-synchronizer",
              env: Object.entries(env).map(([name, value]) => ({ name, value })),
            },
          ],
        },
      },
    },
  });
const found = (env: Record<string, unknown>, region = "eu-west-1", app?: string) =>
  problemsOf(synchronizerScope, [synchronizer(env, app)], region);
const eu = {
  RESIDENCY_ZONE: "eu",
  ZONE_SQL_DATABASE: "nephoran_eu",
  ZONE_SQL_USER: "nephoran_eu_sync",
};

describe("residency-synchronizer-scope", () => {
  it("lets a zone's synchronizer know its zone, and others none", () => {
    expect(found(eu)).to.deep.equal([]);
    expect(found({ REGION: "us-east-1" }, "us-east-1")).to.deep.equal([]);
  });

  it("refuses one that takes bound state for unbound", () => {
    const { ZONE_SQL_DATABASE, ZONE_SQL_USER } = eu;
    const rest = { ZONE_SQL_DATABASE, ZONE_SQL_USER };
    expect(found(rest)).to.deep.equal([`${CONTAINER} has RESIDENCY_ZONE not set, and not eu.`]);
    expect(found({ ...eu, ZONE_SQL_DATABASE: "nephoran" })).to.deep.equal([
      `${CONTAINER} has ZONE_SQL_DATABASE nephoran, and not nephoran_eu.`,
    ]);
  });

  it("refuses one outside that reaches for a zone's database", () => {
    expect(found({ ZONE_SQL_USER: "nephoran_eu_sync" }, "us-east-1")).to.deep.equal([
      `${CONTAINER} has ZONE_SQL_USER nephoran_eu_sync, and not left out.`,
    ]);
  });

  it("refuses patterns that include everything, or another zone's", () => {
    expect(found({ ...eu, INCLUDE_PATTERNS: "networkintents, *" })).to.deep.equal([
      `${CONTAINER}.env[3].value includes networkintents, *.`,
    ]);
    expect(found({ INCLUDE_SELECTOR: "residency-zone=eu" }, "us-east-1")).to.have.length(1);
    expect(found({ ...eu, INCLUDE_PATTERNS: "networkintents" })).to.deep.equal([]);
  });

  it("leaves other workloads and other kinds alone", () => {
    expect(found({}, "eu-west-1", "llm-processor")).to.deep.equal([]);
    const other = { ...synchronizer({}), type: "kubernetes:core/v1:ConfigMap" };
    expect(problemsOf(synchronizerScope, [other], "eu-west-1")).to.deep.equal([]);
  });

  it("refuses a zone that only a deployment can tell", () => {
    expect(found({ ...eu, RESIDENCY_ZONE: undefined })).to.deep.equal([
      `Cannot be decided before deployment: ${CONTAINER}.env[0].value is unknown until deployed. ` +
        "Use plain configuration there.",
    ]);
  });
});
