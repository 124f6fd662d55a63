import { expect } from "chai";
import { parseEventLog, withoutDebugging } from "../../../sandbox/stacks/event-log";

const line = (event: object): string => `${JSON.stringify({ sequence: 1, ...event })}\n`;

describe("the engine's event log", () => {
  it("tells what changed from the last summary", () => {
    const log =
      line({ preludeEvent: { config: {} } }) +
      line({ summaryEvent: { resourceChanges: { create: 1 } } }) +
      line({ summaryEvent: { resourceChanges: { create: 27, same: 1 } } });
    expect(parseEventLog(log)).to.deep.equal({ changes: { create: 27, same: 1 }, errors: [] });
  });

  it("tells each error once, without colours, and leaves warnings out", () => {
    const error = { severity: "error", message: "<{%reset%}>no such host<{%reset%}>\n" };
    const warning = { severity: "warning", message: "slow" };
    const log = [error, warning, error].map((e) => line({ diagnosticEvent: e })).join("");
    expect(parseEventLog(log)).to.deep.equal({ changes: {}, errors: ["no such host"] });
  });

  it("counts a policy violation as an error", () => {
    const message = "<{%red%}>Deploy it in a region of the zone<{%reset%}>";
    const policyEvent = {
      policyName: "residency-bound-objects-stay",
      resourceUrn: "urn:pulumi:us-east-1::nephoran::kubernetes:core/v1:ConfigMap::subscribers",
      enforcementLevel: "mandatory",
      message,
    };
    expect(parseEventLog(line({ policyEvent })).errors).to.deep.equal([
      "residency-bound-objects-stay: Deploy it in a region of the zone",
    ]);
  });

  it("is kept without what the engine says to its developers, where secrets stand in clear", () => {
    const debug = line({
      diagnosticEvent: { severity: "debug", message: "RegisterResource: s3cr3t" },
    });
    const rest =
      line({ diagnosticEvent: { severity: "info", message: "done" } }) +
      line({ summaryEvent: { resourceChanges: { create: 1 } } });
    expect(withoutDebugging(debug + rest + debug)).to.equal(rest);
  });

  it("is read up to where a killed engine broke off", () => {
    const whole = line({ summaryEvent: { resourceChanges: { create: 1 } } });
    const broken = `${whole}{"sequence":2,"diagnosticEv`;
    expect(parseEventLog(broken)).to.deep.equal({ changes: { create: 1 }, errors: [] });
    expect(withoutDebugging(broken)).to.equal(whole);
  });

  it("is empty where the engine never began", () => {
    expect(parseEventLog("")).to.deep.equal({ changes: {}, errors: [] });
  });
});
