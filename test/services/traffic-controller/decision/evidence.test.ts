import { expect } from "chai";
import { evidenceOf, fullestOf } from "../../../../services/traffic-controller/decision/evidence";
import type { Signals } from "../../../../services/traffic-controller/decision/snapshot";
import { shippedSettings } from "../../../../services/traffic-controller/settings";
import { wellSignals } from "./worlds";

const evidence = (signals: Partial<Signals>) =>
  evidenceOf({ ...wellSignals, ...signals }, shippedSettings);
const full = (cpu: number): Partial<Signals> => ({
  utilisation: { cpu, memory: 0, network: 0, intents: 0 },
});

describe("signals", () => {
  it("are good evidence where all is well", () => {
    expect(evidence({})).to.deep.equal({
      success: "good",
      collapse: "good",
      latency: "good",
      utilisation: "good",
    });
  });

  it("are judged by success: bad below 95 %, good from 98 %", () => {
    const ratios = [0.949, 0.95, 0.979, 0.98];
    expect(ratios.map((successRatio) => evidence({ successRatio }).success)).to.deep.equal([
      "bad",
      "neither",
      "neither",
      "good",
    ]);
  });

  it("tell of a collapse below half", () => {
    const ratios = [0.499, 0.5];
    expect(ratios.map((successRatio) => evidence({ successRatio }).collapse)).to.deep.equal([
      "bad",
      "good",
    ]);
  });

  it("are judged by P95: bad above 5 s, good to 4 s", () => {
    const times = [5_001, 5_000, 4_001, 4_000];
    expect(times.map((p95Ms) => evidence({ p95Ms }).latency)).to.deep.equal([
      "bad",
      "neither",
      "neither",
      "good",
    ]);
  });

  it("are judged by utilisation: bad above 90 %, good to 80 %", () => {
    const ratios = [0.901, 0.9, 0.801, 0.8];
    expect(ratios.map((cpu) => evidence(full(cpu)).utilisation)).to.deep.equal([
      "bad",
      "neither",
      "neither",
      "good",
    ]);
  });

  it("prove nothing bad with fewer than 50 attempts, nor anything good", () => {
    const wrong = { successRatio: 0, p95Ms: 60_000 };
    expect(evidence({ ...wrong, attempts: 49 })).to.deep.include({
      success: "neither",
      collapse: "neither",
      latency: "neither",
    });
    expect(evidence({ ...wrong, attempts: 50 })).to.deep.include({
      success: "bad",
      collapse: "bad",
      latency: "bad",
    });
  });

  it("are good where nobody asks", () => {
    const unasked = { attempts: 0, successRatio: 0, p95Ms: 60_000 };
    expect(evidence(unasked)).to.deep.include({ success: "good", latency: "good" });
  });

  it("have a fullest resource", () => {
    const utilisation = { cpu: 0.1, memory: 0.2, network: 0.4, intents: 0.3 };
    expect(fullestOf({ ...wellSignals, utilisation })).to.equal(0.4);
  });
});
