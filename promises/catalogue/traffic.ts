import type { Area } from "../promise";

export const traffic: Area = {
  title: "Traffic",
  promises: [
    {
      promise: "Strategy `latency`: the region that answers soonest",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Strategy `capacity`: the region with the most room",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Strategy `cost`: the cheapest region",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Strategy `hybrid`, the default: all three weighed",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Decides by health: success rate, latency, errors",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Decides by the use of CPU, memory and network",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Decides by the distance between user and region",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Decides by the price of each region",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Fails over when success falls below 95%",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Fails over when P95 exceeds 5 seconds",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Fails over when more than 90% is in use",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Fails over when a region cannot be reached",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Failover 1: an unhealthy region is noticed",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Failover 2: its traffic moves to healthy regions step by step",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Failover 3: the failed region stays under observation",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Failover 4: once it is healthy, its traffic comes back by itself",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
  ],
};
