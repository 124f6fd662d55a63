import type { Area } from "../promise";

/** Settings of a region; `promises/two-regions` has one region with all defaults and one without. */
export const configuration: Area = {
  title: "Configuration",
  promises: [
    {
      promise: "`REGION`: the region that a stack is for, by default the stack's name",
      state: "works",
      check: {
        where: "rendered",
        command: 'grep -rh " REGION:" rendered/two-regions | sort -u',
        shows: /^  REGION: eu-west-1\n  REGION: us-east-1\n$/,
      },
    },
    {
      promise: "`REGION_NAME`: the region's name for people",
      state: "not yet",
      needs: ["the rest of the settings"],
    },
    {
      promise: "`VERSION=latest`: the tag of the images",
      state: "works",
      check: {
        where: "rendered",
        command: "grep -rh image: rendered/two-regions | sort -u",
        shows: /^ +image: \S+:latest\n +image: \S+:1\.4\.2\n$/,
      },
    },
    {
      promise: "`REGISTRY=docker.io`: where the images come from",
      state: "works",
      check: {
        where: "rendered",
        command: "grep -rh image: rendered/two-regions | sort -u",
        shows:
          /^ +image: docker\.io\/nephoran\/.*\n +image: registry\.example\.com\/team\/nephoran\/.*\n$/,
      },
    },
    {
      promise: "`MAX_CONCURRENT_INTENTS=100`: intents in flight, by default from the capacity",
      state: "works",
      check: {
        where: "rendered",
        command: "grep -rh MAX_CONCURRENT_INTENTS rendered/two-regions | sort",
        shows: /^  MAX_CONCURRENT_INTENTS: "100"\n  MAX_CONCURRENT_INTENTS: "40"\n$/,
      },
      figure: "100 in flight",
    },
    {
      promise: "`MAX_DEPLOYMENTS_PER_MINUTE=50`: deployments that a region starts in a minute",
      state: "not yet",
      needs: ["the rest of the settings"],
    },
    {
      promise: "`MAX_LLM_RPS=10`: requests to the model in a second",
      state: "not yet",
      needs: ["the rest of the settings"],
    },
    {
      promise: "`EDGE_ENABLED=false`: the edge's parts",
      state: "not yet",
      needs: ["the rest of the settings", "the edge parts"],
    },
    {
      promise: "`LOCAL_ML_ENABLED=true`: inference inside the region",
      state: "not yet",
      needs: ["the rest of the settings", "the machine learning parts"],
    },
    {
      promise: "`DATA_RESIDENCY=false`: whether data is kept in the region's zone",
      state: "not yet",
      needs: ["the rest of the settings", "the rest of the residency rules"],
    },
    {
      promise: "`COMPLIANCE_MODE=standard`: what rules the region is held to",
      state: "not yet",
      needs: ["the rest of the settings", "the rest of the residency rules"],
    },
    {
      promise: "`LLM_REPLICAS=3`: replicas at rest; under load there may be twice as many",
      state: "works",
      check: {
        where: "rendered",
        command:
          "grep -hE '(min|max)Replicas' " +
          "rendered/two-regions/*/nephoran-system/horizontalpodautoscaler-llm-processor-regional.yaml",
        shows: /^  maxReplicas: 10\n  minReplicas: 5\n  maxReplicas: 6\n  minReplicas: 3\n$/,
      },
      figure: "3 to 6 replicas",
    },
    {
      promise: "`WEAVIATE_REPLICAS=3`: replicas of the vector store",
      state: "not yet",
      needs: ["the rest of the settings"],
    },
    {
      promise: "`WEAVIATE_STORAGE_SIZE=100Gi`: storage of each of them",
      state: "not yet",
      needs: ["the rest of the settings"],
    },
  ],
};
