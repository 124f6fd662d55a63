import { expect } from "chai";
import { policyResources, violationsOf } from "../../policy/evaluate";
import { rules } from "../../policy/rules";
import { capture } from "../../render/capture";
import { fullRegion } from "../components/full-region";
import { contextOf } from "./judge";

/** What the rules have against a region of the program with these settings. */
async function problems(settings: Readonly<Record<string, unknown>> = {}): Promise<string[]> {
  const config = fullRegion(settings);
  const resources = policyResources(await capture("nephoran", config));
  const context = {
    ...contextOf("us-east-1", {
      backedUp: ["nephoran-system/weaviate", "nephoran-global/cockroachdb"],
    }),
    topology: config.topology,
    region: config.region,
  };
  return violationsOf(rules, resources, context).map(
    ({ rule, resource, problem }) => `${rule.id} ${resource?.name ?? "-"}: ${problem}`,
  );
}

describe("a region with every part that there is", () => {
  it("breaks no rule, and has the backups that a team may ask for", async () => {
    expect(await problems()).to.deep.equal([]);
  });

  it("lacks backups where no setting makes them, if a team asks for them", async () => {
    const found = await problems({ weaviateBackup: undefined, cockroachdbBackup: undefined });
    expect(found).to.deep.equal([
      "cost-backups-scheduled cockroachdb-nodes: Nothing backs up its data by schedule.",
      "cost-backups-scheduled weaviate-replicas: Nothing backs up its data by schedule.",
    ]);
  });

  it("breaks no rule with a state store or a mesh that is somebody else's", async () => {
    const elsewhere = { mode: "existing", host: "db.example.com" };
    const without = { cockroachdbLicense: undefined, cockroachdbBackup: undefined };
    expect(await problems({ ...without, cockroachdb: elsewhere })).to.deep.equal([]);
    expect(await problems({ istio: { mode: "existing" } })).to.deep.equal([]);
  });
});
