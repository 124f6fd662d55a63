import { expect } from "chai";
import type { Override, Refusal } from "../../../../services/traffic-controller/decision/override";
import {
  inWords,
  isAlert,
  type Reason,
} from "../../../../services/traffic-controller/decision/reason";

const region = "camelot";
const entry = "atlantis";

const by = { id: "1", reason: "a drill", author: "ada", expiresAtMs: 1 };
const drain: Override = { ...by, kind: "drain", region };
const exclude: Override = { ...by, kind: "exclude", region };
const pin: Override = { ...by, kind: "pin", entry, weights: {} };
const freeze: Override = { ...by, kind: "freeze" };

const bad = (
  trigger: "success" | "collapse" | "latency" | "utilisation",
  value: number,
): Reason => ({
  code: "signals-bad",
  region,
  trigger,
  value,
  forSeconds: 12,
});

const refused = (why: Refusal["why"]): Reason => ({
  code: "override-refused",
  refusal: { override: drain, why },
});

const alerts: readonly (readonly [Reason, string])[] = [
  [{ code: "unreachable", region }, "camelot does not answer anybody's probes."],
  [
    { code: "spared", region, most: 2 },
    "camelot would have failed and is only degraded: no more than 2 may fail at a time, and " +
      "somebody has to be left.",
  ],
  [
    { code: "signals-missing", region },
    "The signals of camelot are missing, stale or no numbers: its shares are held.",
  ],
  [
    { code: "overloaded", region, loadRatio: 1.234 },
    "camelot is planned with 123.4 % of what it should take.",
  ],
  [{ code: "link-down", entry, region }, "atlantis does not reach camelot, which others do."],
  [
    { code: "isolated", entry },
    "atlantis can send to no other region and serves its requests itself.",
  ],
  [refused("expired"), "Not carried out: camelot is drained by order of ada. It has expired."],
  [
    refused("unknown-region"),
    "Not carried out: camelot is drained by order of ada. There is no such region.",
  ],
  [
    refused("no-row"),
    "Not carried out: camelot is drained by order of ada. Its weights are not whole percents of " +
      "all regions that sum to 100.",
  ],
  [
    refused("leaves-no-region"),
    "Not carried out: camelot is drained by order of ada. It would leave no region.",
  ],
];

const others: readonly (readonly [Reason, string])[] = [
  [bad("success", 0.949), "Only 94.9 % of the attempts succeed in camelot, for 12 s."],
  [bad("collapse", 0.4), "No more than 40.0 % of the attempts succeed in camelot, for 12 s."],
  [bad("latency", 5_001), "P95 is 5001 ms in camelot, for 12 s."],
  [bad("utilisation", 0.91), "A resource is 91.0 % full in camelot, for 12 s."],
  [{ code: "not-well", region }, "camelot is not well yet."],
  [
    { code: "holding-off", region, secondsLeft: 29.6, relapses: 1 },
    "camelot is well and has to stay so for 30 s more.",
  ],
  [
    { code: "holding-off", region, secondsLeft: 60, relapses: 2 },
    "camelot is well and has to stay so for 60 s more, since this is its relapse number 2.",
  ],
  [{ code: "ramping", region, share: 0.1 }, "camelot is coming back with 10.0 % of its capacity."],
  [
    { code: "shifted", entry, points: 20 },
    "atlantis moves 20 points to where its requests are better off.",
  ],
  [
    { code: "evacuated", entry, points: 20 },
    "atlantis moves 20 points at once, away from where they must not be.",
  ],
  [{ code: "pinned", entry, points: 20 }, "atlantis follows its pin, by 20 points."],
  [
    { code: "held-down", entry, secondsLeft: 9 },
    "atlantis has shifted a moment ago and does not again for 9 s.",
  ],
  [{ code: "frozen", entry }, "atlantis does not shift while an operator has frozen all shifts."],
  [
    { code: "blind", entry },
    "atlantis keeps its row, since its signals or those of everybody else are missing.",
  ],
  [{ code: "override", override: drain }, "camelot is drained by order of ada: a drill."],
  [{ code: "override", override: exclude }, "camelot is excluded by order of ada: a drill."],
  [{ code: "override", override: pin }, "atlantis is pinned by order of ada: a drill."],
  [{ code: "override", override: freeze }, "All shifts are frozen by order of ada: a drill."],
];

describe("a reason", () => {
  for (const [reason, words] of [...alerts, ...others]) {
    it(`says: ${words}`, () => {
      expect(inWords(reason)).to.equal(words);
    });
  }

  it("is an alert where somebody should look", () => {
    expect(alerts.map(([reason]) => isAlert(reason))).to.deep.equal(alerts.map(() => true));
    expect(others.map(([reason]) => isAlert(reason))).to.deep.equal(others.map(() => false));
  });
});
