import type { Region } from "../../config/topology";
import { intentsPerMinute } from "../reading/capacity";
import type { StackRule } from "../rule";

const MINUTES_PER_MONTH = 30 * 24 * 60;

export const monthlyBudget: StackRule = {
  id: "cost-monthly-budget",
  family: "cost",
  kind: "stack",
  title: "All regions at full capacity cost no more than the budget",
  why: "Capacity is what autoscalers may use up in a bad month; the bill comes after it.",
  fix: "Lower the capacity of a region, or raise `monthlyBudgetUsd` in the pack's configuration.",
  level: "advisory",
  example: "capacityIntentsPerMinute: 500",
  check(resources, { topology, region: own, config: { monthlyBudgetUsd: budget } }) {
    if (budget === undefined) return [];
    const cost = topology.regions
      .map((region) =>
        region.name === own.name
          ? monthlyUsd(region, intentsPerMinute(resources) ?? region.capacityIntentsPerMinute)
          : monthlyUsd(region, region.capacityIntentsPerMinute),
      )
      .reduce((sum, one) => sum + one, 0);
    return cost <= budget
      ? []
      : [
          {
            problem: `At full capacity all regions cost ${Math.round(cost)} USD a month; the budget is ${budget}.`,
          },
        ];
  },
};

const monthlyUsd = ({ costUsdPerThousandIntents }: Region, perMinute: number): number =>
  (perMinute / 1000) * costUsdPerThousandIntents * MINUTES_PER_MONTH;
