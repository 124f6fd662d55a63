import type { Area } from "../promise";

export const targets: Area = {
  title: "Targets",
  promises: [
    {
      promise: "99.9% of requests are answered, over all regions",
      state: "not yet",
      needs: ["failure drills"],
    },
    {
      promise: "Between regions, P95 is below 200 ms",
      state: "not yet",
      needs: ["failure drills"],
    },
    {
      promise: "Failover takes less than 30 seconds",
      state: "not yet",
      needs: ["failure drills"],
    },
    {
      promise: "Synchronized state is less than 5 minutes old",
      state: "not yet",
      needs: ["a test at the live depth", "the state synchronizer"],
    },
    {
      promise: "Traffic is balanced again in less than 60 seconds",
      state: "not yet",
      needs: ["failure drills"],
    },
  ],
};
