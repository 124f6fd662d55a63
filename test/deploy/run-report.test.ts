import { expect } from "chai";
import {
  addChanges,
  advance,
  describeChanges,
  type EngineEvent,
  engineEventSchema,
  notStarted,
  reasonsOf,
  type RunProgress,
} from "../../deploy/run-report";

const DEPLOYMENT =
  "urn:pulumi:eu-west-1::nephoran::nephoran:traffic:Traffic$kubernetes:apps/v1:Deployment::gateway";
const STACK = "urn:pulumi:eu-west-1::nephoran::pulumi:pulumi:Stack::nephoran-eu-west-1";

const step = (op: string, urn = DEPLOYMENT) => ({ metadata: { op, urn, type: "" } });

const after = (events: readonly EngineEvent[]): RunProgress =>
  events.reduce((run, event, index) => advance(run, event, index * 1000), notStarted);

describe("a run of the engine", () => {
  it("tells what is being done since when, and what the provider waits for", () => {
    const message = "<{%fg 3%}>[1/2] Waiting for pods<{%reset%}>";
    const run = after([
      { resourcePreEvent: step("create", STACK) },
      { resourcePreEvent: step("create") },
      { diagnosticEvent: { severity: "info", message, urn: DEPLOYMENT, ephemeral: true } },
    ]);
    expect([...run.underWay.values()]).to.deep.equal([
      { what: "Deployment gateway", since: 1000, waitsFor: "[1/2] Waiting for pods" },
    ]);
    expect(run.operations).to.equal(0);
  });

  it("counts what is done, without what was found unchanged or only read", () => {
    const run = after(
      ["create", "same", "read", "update"].flatMap((op) => [
        { resourcePreEvent: step(op) },
        { resOutputsEvent: step(op) },
      ]),
    );
    expect([run.operations, run.unchanged]).to.deep.equal([2, 1]);
    expect(run.underWay.size).to.equal(0);
  });

  it("has changed nothing where it only read what other stacks have come to", () => {
    const summaryEvent = { resourceChanges: { read: 3, same: 40 } };
    expect(advance(notStarted, { summaryEvent }, 0).changes).to.deep.equal({ same: 40 });
    const destroyed = { resourceChanges: { discard: 3, delete: 40 } };
    const { changes } = advance(notStarted, { summaryEvent: destroyed }, 0);
    expect(changes).to.deep.equal({ delete: 40 });
  });

  it("does not count what failed", () => {
    const run = after([{ resourcePreEvent: step("create") }, { resOpFailedEvent: step("create") }]);
    expect([run.operations, run.underWay.size]).to.deep.equal([0, 0]);
  });

  it("names the resource of an error, and tells each once", () => {
    const error = { severity: "error", message: "exceeded quota", urn: DEPLOYMENT };
    const run = after([{ diagnosticEvent: error }, { diagnosticEvent: error }]);
    expect(run.errors).to.deep.equal(["Deployment gateway: exceeded quota"]);
  });

  it("has the engine's last word only where nothing else was said", () => {
    const failed = { severity: "error", message: "update failed", urn: STACK };
    const error = { severity: "error", message: "exceeded quota", urn: DEPLOYMENT };
    expect(reasonsOf(after([{ diagnosticEvent: failed }]))).to.deep.equal(["update failed"]);
    expect(
      reasonsOf(after([{ diagnosticEvent: error }, { diagnosticEvent: failed }])),
    ).to.deep.equal(["Deployment gateway: exceeded quota"]);
  });

  it("keeps nothing of what the engine says to its developers, nor of what resources hold", () => {
    const secret = "s3cr3t";
    const diagnosticEvent = {
      severity: "debug",
      message: secret,
      urn: DEPLOYMENT,
      ephemeral: true,
    };
    const metadata = { ...step("create").metadata, new: { outputs: { password: secret } } };
    const events = [{ resourcePreEvent: { metadata } }, { diagnosticEvent }];
    const run = after(events.map((event) => engineEventSchema.parse(event)));
    expect(JSON.stringify({ ...run, underWay: [...run.underWay] })).to.not.contain(secret);
  });
});

describe("a summary of changes", () => {
  it("puts what was done before what was left", () => {
    expect(describeChanges({ same: 3, update: 1, create: 2 })).to.equal(
      "2 created, 1 updated, 3 unchanged",
    );
  });

  it("has words for nothing", () => {
    expect(describeChanges({})).to.equal("nothing to do");
  });

  it("adds up over several runs, except what the last one left as it was", () => {
    expect(addChanges({ create: 5, same: 1 }, { update: 2, same: 4 })).to.deep.equal({
      create: 5,
      update: 2,
      same: 4,
    });
  });
});
