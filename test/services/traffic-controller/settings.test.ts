import { expect } from "chai";
import { SIGNAL_WINDOW_SECONDS } from "../../../monitoring/rules/sources";
import {
  decisionSettingsSchema,
  shippedSettings,
} from "../../../services/traffic-controller/settings";

describe("the settings of the decision", () => {
  it("are those of the seed where nothing is said", () => {
    expect(shippedSettings.success.enterBelowRatio).to.equal(0.95);
    expect(shippedSettings.success.leaveFromRatio).to.equal(0.98);
    expect(shippedSettings.latency.enterAboveMs).to.equal(5_000);
    expect(shippedSettings.utilisation.enterAboveRatio).to.equal(0.9);
    expect(shippedSettings.assignment.strategy).to.equal("hybrid");
  });

  it("know the window of the recording rules", () => {
    expect(shippedSettings.windowSeconds).to.equal(SIGNAL_WINDOW_SECONDS);
  });

  it("are refused with every threshold that is on the wrong side of its counterpart", () => {
    const { error } = decisionSettingsSchema.safeParse({
      success: { enterBelowRatio: 0.99, collapseBelowRatio: 1 },
      latency: { leaveUpToMs: 6_000 },
      utilisation: { leaveUpToRatio: 0.95 },
      recovery: { longestHoldOffSeconds: 10 },
      assignment: { spillFromRatio: 0.9 },
      shift: { minStepPoints: 30 },
    });
    expect(error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)).to.deep.equal(
      [
        "success.leaveFromRatio: at least enterBelowRatio",
        "success.collapseBelowRatio: at most enterBelowRatio",
        "latency.leaveUpToMs: at most enterAboveMs",
        "utilisation.leaveUpToRatio: at most enterAboveRatio",
        "recovery.longestHoldOffSeconds: at least failedHoldOffSeconds",
        "recovery.longestHoldOffSeconds: at least degradedHoldOffSeconds",
        "assignment.spillFromRatio: at most usableRatio",
        "shift.minStepPoints: at most maxStepPoints",
      ],
    );
  });

  it("are refused with a key that nobody knows", () => {
    expect(decisionSettingsSchema.safeParse({ shift: { maxStep: 5 } }).success).to.equal(false);
  });
});
