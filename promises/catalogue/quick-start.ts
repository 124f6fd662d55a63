import type { Area } from "../promise";

export const quickStart: Area = {
  title: "Quick start",
  promises: [
    {
      promise: "Two clusters in two regions are enough",
      state: "works",
      check: {
        where: "rendered",
        command: "ls rendered/two-regions",
        shows: /^eu-west-1\nus-east-1\n$/,
      },
    },
    {
      promise: "A kubectl context for each region, named after it",
      state: "works",
      check: {
        where: "sandbox",
        command: "kubectl config get-contexts -o name",
        shows: /^ap-southeast-1\neu-west-1\nus-east-1\nus-west-2\n$/,
      },
    },
    {
      promise: "An Istio mesh in every cluster",
      state: "not yet",
      needs: ["the mesh"],
      command: "istioctl proxy-status",
    },
    {
      promise: "Clusters of different regions reach each other",
      state: "not yet",
      needs: ["the mesh", "pods that really run"],
    },
    {
      promise: "All regions share one state store, CockroachDB",
      state: "not yet",
      needs: ["the state store"],
    },
    {
      promise: "One command deploys the global control plane",
      state: "not yet",
      needs: ["the deploy command", "the global control plane"],
      command: "./scripts/deploy-multi-region.sh global",
    },
    {
      promise: "One command deploys all regions",
      state: "not yet",
      needs: ["the deploy command"],
      command: "./scripts/deploy-multi-region.sh regions",
    },
    {
      promise: "One command deploys a single region",
      state: "not yet",
      needs: ["the deploy command"],
      command: "./scripts/deploy-multi-region.sh us-east-1",
    },
    {
      promise: "One command deploys all of it",
      state: "not yet",
      needs: ["the deploy command", "the global control plane"],
      command: "./scripts/deploy-multi-region.sh all",
    },
    {
      promise: "One command tests what is deployed",
      state: "not yet",
      needs: ["the deploy command", "pods that really run"],
      command: "./scripts/deploy-multi-region.sh test",
    },
  ],
};
