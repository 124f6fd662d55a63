import { expect } from "chai";
import { databaseLocalities } from "../../../policy/residency/database-localities";
import { databaseLogs } from "../../../policy/residency/database-logs";
import type { ResourceRule } from "../../../policy/rule";
import { startScript } from "../../../components/cockroachdb/nodes/start";
import { contextOf, problemsOf, resourceOf } from "../judge";

describe("how nodes are started", () => {
  const { region, topology } = contextOf("eu-west-1");
  const script = startScript({ region, topology, memory: "16Gi" });
  const nodes = (command: unknown, type = "kubernetes:apps/v1:StatefulSet") =>
    resourceOf(type, "nodes", {
      spec: { template: { spec: { containers: [{ name: "cockroachdb", command }] } } },
    });
  const started = (rule: ResourceRule, text: string, region = "eu-west-1") =>
    problemsOf(rule, [nodes(["sh", "-c", text])], region);
  const AT = "spec.template.spec.containers[0].command";

  it("is what the rules ask for", () => {
    expect(started(databaseLocalities, script)).to.deep.equal([]);
    expect(started(databaseLogs, script)).to.deep.equal([]);
  });

  it("says truly which region it is", () => {
    expect(started(databaseLocalities, script, "us-east-1")).to.deep.equal([
      `${AT} starts nodes of us-east-1 that say they are in eu-west-1.`,
      `${AT} advertises nodes of us-east-1 as $POD.cockroachdb.eu-west-1.nephoran.local:26257.`,
    ]);
    expect(
      problemsOf(databaseLocalities, [nodes(["cockroach", "start", "--insecure"])], "us-east-1"),
    ).to.deep.equal([`${AT} starts nodes of us-east-1 that say they are in no region.`]);
  });

  it("redacts what it logs", () => {
    const open = script.replace(
      "sinks: {stderr: {channels: all, filter: INFO, format: json, redact: true",
      "sinks: {stderr: {channels: all",
    );
    expect(started(databaseLogs, open)).to.deep.equal([
      `${AT} does not redact --log.sinks.stderr.`,
    ]);
    expect(started(databaseLogs, "cockroach start --locality=region=eu-west-1")).to.deep.equal([
      `${AT} has no --log, and logs are not redacted.`,
    ]);
    expect(started(databaseLogs, open, "us-east-1")).to.deep.equal([]);
  });

  it("is asked of nodes alone", () => {
    for (const rule of [databaseLocalities, databaseLogs]) {
      expect(started(rule, "cockroach sql --host=x")).to.deep.equal([]);
      expect(problemsOf(rule, [nodes(["cockroach", "start"], "x:y:Z")], "eu-west-1")).to.deep.equal(
        [],
      );
    }
  });

  it("has to be known before deployment", () => {
    for (const rule of [databaseLocalities, databaseLogs]) {
      expect(problemsOf(rule, [nodes(undefined)], "eu-west-1")).to.deep.equal([
        `Cannot be decided before deployment: ${AT} is unknown until deployed. Use plain configuration there.`,
      ]);
    }
  });
});
