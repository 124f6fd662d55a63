import { expect } from "chai";
import { alertCodes, subjectOf } from "../../../../services/traffic-controller/api/alert-codes";
import type { Override } from "../../../../services/traffic-controller/decision/override";
import { isAlert, type Reason } from "../../../../services/traffic-controller/decision/reason";

const by = { id: "o", reason: "new machines", author: "ana", expiresAtMs: 1 };
const drain: Override = { ...by, kind: "drain", region: "camelot" };
const pin: Override = { ...by, kind: "pin", entry: "atlantis", weights: {} };
const freeze: Override = { ...by, kind: "freeze" };

const region = "camelot";
const entry = "atlantis";

/** One reason of each code, and whom it is about. */
const reasons: Readonly<Record<Reason["code"], readonly [Reason, string]>> = {
  unreachable: [{ code: "unreachable", region }, region],
  "signals-bad": [
    { code: "signals-bad", region, trigger: "success", value: 0, forSeconds: 0 },
    region,
  ],
  "not-well": [{ code: "not-well", region }, region],
  "holding-off": [{ code: "holding-off", region, secondsLeft: 1, relapses: 1 }, region],
  ramping: [{ code: "ramping", region, share: 0.5 }, region],
  spared: [{ code: "spared", region, most: 1 }, region],
  "signals-missing": [{ code: "signals-missing", region }, region],
  overloaded: [{ code: "overloaded", region, loadRatio: 2 }, region],
  "link-down": [{ code: "link-down", entry, region }, region],
  isolated: [{ code: "isolated", entry }, entry],
  shifted: [{ code: "shifted", entry, points: 1 }, entry],
  evacuated: [{ code: "evacuated", entry, points: 1 }, entry],
  pinned: [{ code: "pinned", entry, points: 1 }, entry],
  "held-down": [{ code: "held-down", entry, secondsLeft: 1 }, entry],
  frozen: [{ code: "frozen", entry }, entry],
  blind: [{ code: "blind", entry }, entry],
  override: [{ code: "override", override: pin }, entry],
  "override-refused": [
    { code: "override-refused", refusal: { override: drain, why: "expired" } },
    region,
  ],
};

describe("the codes that metrics tell of", () => {
  it("are those of the reasons that somebody should look at", () => {
    const asking = Object.values(reasons).filter(([reason]) => isAlert(reason));
    expect(asking.map(([{ code }]) => code)).to.have.members([...alertCodes]);
  });

  for (const [reason, subject] of Object.values(reasons)) {
    it(`say that ${reason.code} is about ${subject}`, () => {
      expect(subjectOf(reason)).to.equal(subject);
    });
  }

  it("say that a freeze is about nobody", () => {
    expect(subjectOf({ code: "override", override: freeze })).to.equal(undefined);
  });
});
