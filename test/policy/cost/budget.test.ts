import { expect } from "chai";
import fc from "fast-check";
import { autoscalerBounds } from "../../../policy/cost/autoscaler-bounds";
import { autoscalerSignal } from "../../../policy/cost/autoscaler-signal";
import { capacity } from "../../../policy/cost/capacity";
import { coreBudget } from "../../../policy/cost/core-budget";
import { monthlyBudget } from "../../../policy/cost/monthly-budget";
import { oneScaler } from "../../../policy/cost/one-scaler";
import { quantity } from "../../../policy/reading/quantity";
import { CONTAINER, deployment } from "../pods/fixtures";
import { describeRules, type Fixture, type RuleCase } from "../rule-cases";

const METRIC = ["spec", "metrics", 0, "resource", "target", "averageUtilization"] as const;

const inShop = (type: string, name: string, more: Record<string, unknown>): Fixture => ({
  type: `kubernetes:${type}`,
  name,
  inputs: { metadata: { name, namespace: "shop" }, ...more },
});

const autoscaler = inShop("autoscaling/v2:HorizontalPodAutoscaler", "app", {
  spec: {
    scaleTargetRef: { kind: "Deployment", name: "app" },
    minReplicas: 2,
    maxReplicas: 4,
    metrics: [{ type: "Resource", resource: { name: "cpu", target: { averageUtilization: 70 } } }],
  },
});

const settings = inShop("core/v1:ConfigMap", "settings", {
  data: { MAX_CONCURRENT_INTENTS: "100" },
});

const scaled: Fixture = {
  ...deployment,
  inputs: { ...deployment.inputs, spec: { selector: {}, template: { spec: {} } } },
};

/** What the shipped regions cost in 30 days at full capacity, in USD. */
const SHIPPED_MONTHLY_USD = (2000 + 1760 + 1500 + 900) * 43.2;

const cases: readonly RuleCase[] = [
  {
    rule: monthlyBudget,
    complies: [settings],
    config: { monthlyBudgetUsd: SHIPPED_MONTHLY_USD },
    breaks: [
      {
        at: ["data", "MAX_CONCURRENT_INTENTS"],
        to: "101",
        says: "At full capacity all regions cost 266976 USD a month; the budget is 266112.",
      },
    ],
    unknown: ["data", "MAX_CONCURRENT_INTENTS"],
  },
  {
    rule: monthlyBudget,
    complies: [settings],
    breaks: [],
    unknown: {
      harmless: ["data", "MAX_CONCURRENT_INTENTS"],
      because: "without a budget nothing is too much",
    },
  },
  {
    rule: capacity,
    complies: [settings],
    breaks: [
      {
        at: ["data", "MAX_CONCURRENT_INTENTS"],
        to: "150",
        says: "It takes 150 intents in flight; the topology gives us-east-1 100.",
      },
    ],
    unknown: ["data", "MAX_CONCURRENT_INTENTS"],
  },
  {
    rule: coreBudget,
    complies: [deployment],
    config: { maxCoresPerRegion: 0.2 },
    breaks: [
      {
        at: ["spec", "replicas"],
        to: 3,
        says: "Its pods request 0.3 cores at their most replicas; there are 0.2.",
      },
      {
        at: [...CONTAINER, "resources", "requests", "cpu"],
        to: 2,
        says: "Its pods request 4 cores at their most replicas; there are 0.2.",
      },
    ],
    unknown: ["spec", "replicas"],
  },
  {
    rule: coreBudget,
    complies: [deployment, autoscaler],
    config: { maxCoresPerRegion: 0.4 },
    breaks: [
      {
        at: [...CONTAINER, "resources", "requests", "cpu"],
        to: "101m",
        says: "Its pods request 0.4 cores at their most replicas; there are 0.4.",
      },
    ],
    unknown: [...CONTAINER, "resources", "requests", "cpu"],
  },
  {
    rule: autoscalerBounds,
    complies: [autoscaler],
    breaks: [
      {
        at: ["spec", "maxReplicas"],
        to: 2,
        says: "It cannot grow: it has from 2 to 2 replicas.",
      },
      {
        at: ["spec", "maxReplicas"],
        to: 11,
        says: "It may grow from 2 to 11 replicas, more than 5 times as many.",
      },
      { at: ["spec", "minReplicas"], to: 0, says: "It may end all replicas." },
    ],
    unknown: ["spec", "minReplicas"],
  },
  {
    rule: autoscalerSignal,
    complies: [autoscaler],
    breaks: [
      { at: ["spec", "metrics"], to: [], says: "It has no metric to grow by." },
      {
        at: METRIC,
        to: 95,
        says: "spec.metrics[0].resource.target.averageUtilization is 95%.",
      },
    ],
    unknown: METRIC,
  },
  {
    rule: oneScaler,
    complies: [scaled, autoscaler],
    breaks: [
      {
        at: ["spec", "replicas"],
        to: 3,
        says: "It says 3 replicas, and an autoscaler says how many too.",
      },
    ],
    unknown: ["spec", "replicas"],
  },
];

describe("budgets, as rules", () => {
  describeRules(cases);

  it("read amounts as Kubernetes writes them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (amount) => {
        expect(quantity(`${amount}m`)).to.be.closeTo(amount / 1000, 1e-9);
        expect(quantity(`${amount}Ki`)).to.equal(amount * 1024);
        expect(quantity(String(amount))).to.equal(amount);
      }),
    );
    expect([1.5, "0.5", "1e3", "-1", "ten"].map(quantity)).to.deep.equal([
      1.5,
      0.5,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
