import { expect } from "chai";
import { disruptionBudget } from "../../../policy/pods/disruption-budget";
import type { podsRules } from "../../../policy/pods/rules";
import { twoReplicas } from "../../../policy/pods/two-replicas";
import { zoneSpread } from "../../../policy/pods/zone-spread";
import { problemsOf, resourceOf } from "../judge";
import { describeRules, REMOVED, type RuleCase } from "../rule-cases";
import { budget, deployment, POD, service } from "./fixtures";

const complies = [deployment] as const;

const serving = [deployment, service, budget] as const;

const autoscaler = {
  type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
  name: "app-autoscaler",
  inputs: {
    metadata: { name: "app", namespace: "shop" },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "app" },
      minReplicas: 1,
      maxReplicas: 3,
    },
  },
};

const cases: readonly RuleCase[] = [
  {
    rule: zoneSpread,
    complies,
    breaks: [
      {
        at: [...POD, "topologySpreadConstraints", 0, "topologyKey"],
        to: "kubernetes.io/hostname",
        says: "Nothing spreads its pods over availability zones.",
      },
      {
        at: [...POD, "topologySpreadConstraints", 0, "labelSelector"],
        to: { matchLabels: { app: "other" } },
        says: "Nothing spreads its pods over availability zones.",
      },
    ],
    unknown: [...POD, "topologySpreadConstraints", 0, "topologyKey"],
  },
  {
    rule: twoReplicas,
    complies: serving,
    breaks: [
      {
        at: ["spec", "replicas"],
        to: 1,
        says: "It is reached by a Service and has one replica.",
      },
      {
        at: ["spec", "replicas"],
        to: REMOVED,
        says: "It is reached by a Service and has one replica.",
      },
    ],
    unknown: ["spec", "replicas"],
  },
  {
    rule: disruptionBudget,
    complies: serving,
    breaks: [],
    unknown: ["metadata", "namespace"],
  },
];

describe("pods that serve, as rules", () => {
  describeRules(cases);

  const judged = (rule: (typeof podsRules)[number], ...fixtures: (typeof deployment)[]): string[] =>
    problemsOf(
      rule,
      fixtures.map(({ type, name, inputs }) => resourceOf(type, name, { ...inputs })),
      "us-east-1",
    );

  it("wants a budget for what is reached by a Service", () => {
    expect(judged(disruptionBudget, deployment, service)).to.deep.equal([
      "No PodDisruptionBudget keeps its pods from being evicted all at once.",
    ]);
    expect(judged(disruptionBudget, deployment)).to.deep.equal([]);
  });

  it("counts the replicas that the autoscaler keeps", () => {
    expect(judged(twoReplicas, deployment, service, autoscaler)).to.deep.equal([
      "It is reached by a Service and has one replica.",
    ]);
  });
});
