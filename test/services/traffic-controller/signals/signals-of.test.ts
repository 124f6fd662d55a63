import { expect } from "chai";
import { soundSignals } from "../../../../services/traffic-controller/decision/snapshot";
import { type Sample, signalsOf } from "../../../../services/traffic-controller/signals/signals-of";

const NOW = 1_000_000;
const COMPUTED = NOW - 2_000;
const COST = 12.5;

const sample = (
  name: string,
  value: number,
  atMs = COMPUTED,
  labels: Readonly<Record<string, string>> = {},
): Sample => ({ labels: { __name__: name, ...labels }, atMs, value });

const utilisation = (resource: string, value: number, atMs = COMPUTED): Sample =>
  sample("nephoran:region:utilisation", value, atMs, { resource });

const computed = sample("nephoran:region:intent_capacity", 100);
const scraped = sample("up", 1, COMPUTED - 3_000, { job: "gateway", instance: "a" });
const full = [
  utilisation("cpu", 0.1),
  utilisation("memory", 0.2),
  utilisation("network", 0.3),
  utilisation("intents", 0.4),
];
const asked = [
  sample("nephoran:region:success_ratio", 0.99, COMPUTED - 500),
  sample("nephoran:region:success_count", 300, COMPUTED - 500),
  sample("nephoran:region:latency_p95_seconds", 1.5, COMPUTED - 500),
  sample("nephoran:region:entry_demand", 2, COMPUTED - 500),
  sample("nephoran:region:bound_demand", 0.5, COMPUTED - 500),
];
const all = [computed, scraped, ...full, ...asked];
const without = (name: string): Sample[] => all.filter(({ labels }) => labels["__name__"] !== name);

describe("signals, from what Prometheus computed,", () => {
  it("are in the units of the decision, and as old as the older of the rules", () => {
    expect(signalsOf(all, COST, NOW)).to.deep.equal({
      ageMs: 2_500,
      attempts: 300,
      successRatio: 0.99,
      p95Ms: 1_500,
      utilisation: { cpu: 0.1, memory: 0.2, network: 0.3, intents: 0.4 },
      demandIntentsPerMinute: 120,
      boundIntentsPerMinute: 30,
      costUsdPerThousandIntents: COST,
    });
  });

  it("are none where no rule is computed", () => {
    expect(signalsOf([], COST, NOW)).to.equal(undefined);
    expect(signalsOf(without("nephoran:region:intent_capacity"), COST, NOW)).to.equal(undefined);
  });

  it("say that nobody asked where the gateway is scraped and has counted nothing yet", () => {
    const fresh = [computed, scraped, ...full.slice(0, 3)];
    const signals = signalsOf(fresh, COST, NOW);
    expect(signals).to.deep.include({
      ageMs: 2_000,
      attempts: 0,
      demandIntentsPerMinute: 0,
      boundIntentsPerMinute: 0,
    });
    expect(signals?.utilisation.intents).to.equal(0);
    expect(soundSignals(signals && { signals }, 15_000)).to.equal(signals);
  });

  for (const [title, samples] of [
    ["the gateway is not scraped", [computed, ...full]],
    ["the scrape of the gateway fails", [computed, { ...scraped, value: 0 }, ...full]],
    ["kubelets are not scraped", all.filter(({ labels }) => labels["resource"] !== "cpu")],
    [
      "a number is NaN",
      [
        ...without("nephoran:region:success_ratio"),
        sample("nephoran:region:success_ratio", NaN, COMPUTED - 500),
      ],
    ],
  ] as const) {
    it(`cannot be believed where ${title}`, () => {
      const signals = signalsOf(samples, COST, NOW);
      expect(signals).to.not.equal(undefined);
      expect(soundSignals(signals && { signals }, 15_000)).to.equal(undefined);
    });
  }

  it("take what one gateway pod of two says where the other is gone", () => {
    const gone = sample("up", 0, COMPUTED - 1_000, { job: "gateway", instance: "b" });
    const signals = signalsOf([computed, ...full, gone, scraped], COST, NOW);
    expect(signals?.attempts).to.equal(0);
  });

  it("leave out what was not there when its rules were computed last", () => {
    const old = sample("nephoran:region:latency_p95_seconds", 9, COMPUTED - 5_500);
    const signals = signalsOf([...without("nephoran:region:latency_p95_seconds"), old], COST, NOW);
    expect(signals?.p95Ms).to.deep.equal(Number.NaN);
  });

  it("are not of a future that another clock sees", () => {
    expect(signalsOf(all, COST, COMPUTED - 10_000)?.ageMs).to.equal(0);
  });
});
