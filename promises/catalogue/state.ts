import type { Area } from "../promise";

export const state: Area = {
  title: "Global state",
  promises: [
    {
      promise: "Every region knows the state of intents in the others",
      state: "not yet",
      needs: ["a test at the live depth", "the state synchronizer"],
    },
    {
      promise: "All regions have the same global configuration",
      state: "not yet",
      needs: ["a test at the live depth", "the state synchronizer"],
    },
    {
      promise: "The regions' metrics are rolled up",
      state: "not yet",
      needs: ["a test at the live depth", "the state synchronizer"],
    },
    {
      promise: "Deployments are tracked over all regions",
      state: "not yet",
      needs: ["a test at the live depth", "the state synchronizer"],
    },
    {
      promise: "Synchronization runs every 5 minutes",
      state: "not yet",
      needs: ["the state synchronizer"],
      command: "kubectl get cronjob global-state-synchronizer -n nephoran-global",
    },
    {
      promise: "The synchronizer tells how it is doing",
      state: "not yet",
      needs: ["the state synchronizer", "a test at the live depth"],
      command: "kubectl logs -l app=state-synchronizer -n nephoran-global",
    },
  ],
};
