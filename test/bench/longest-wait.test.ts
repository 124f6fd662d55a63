import { expect } from "chai";
import { longestWait } from "../../bench/longest-wait";

type Moment = "resourcePreEvent" | "resOutputsEvent";

const event = (timestamp: number, moment: Moment, type: string, name: string): string => {
  const metadata = { urn: `urn:pulumi:us-east-1::nephoran::${type}::${name}`, type };
  return JSON.stringify({ timestamp, [moment]: { metadata } });
};

describe("the longest wait of the engine", () => {
  it("is that of the resource with the most time from its first step to its end", () => {
    const log = [
      event(100, "resourcePreEvent", "kubernetes:apps/v1:Deployment", "web"),
      event(101, "resourcePreEvent", "kubernetes:core/v1:Service", "web"),
      event(103, "resOutputsEvent", "kubernetes:apps/v1:Deployment", "web"),
      event(111, "resOutputsEvent", "kubernetes:core/v1:Service", "web"),
    ].join("\n");
    expect(longestWait(log)).to.deep.equal({
      resource: "kubernetes:core/v1:Service web",
      seconds: 10,
    });
  });

  it("is never that of the stack, which lasts as long as everything in it", () => {
    const log = [
      event(100, "resourcePreEvent", "pulumi:pulumi:Stack", "nephoran-us-east-1"),
      event(101, "resourcePreEvent", "kubernetes:core/v1:ConfigMap", "settings"),
      event(102, "resOutputsEvent", "kubernetes:core/v1:ConfigMap", "settings"),
      event(190, "resOutputsEvent", "pulumi:pulumi:Stack", "nephoran-us-east-1"),
    ].join("\n");
    expect(longestWait(log)?.resource).to.equal("kubernetes:core/v1:ConfigMap settings");
  });

  it("is none where nothing was done", () => {
    expect(longestWait(`${JSON.stringify({ timestamp: 100, summaryEvent: {} })}\n`)).to.equal(
      undefined,
    );
  });
});
