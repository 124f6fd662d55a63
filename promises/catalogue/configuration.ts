import type { Area } from "../promise";

/** What llm-processor-regional is told in each of the two regions, `eu-west-1` before `us-east-1`. */
const TOLD = "rendered/two-regions/*/nephoran-system/configmap-nephoran-regional-config.yaml";

/** Settings of a region; `promises/two-regions` has one region with all defaults and one without. */
export const configuration: Area = {
  title: "Configuration",
  promises: [
    {
      promise: "`REGION`: the region that a stack is for, by default the stack's name",
      state: "works",
      check: {
        where: "rendered",
        command: 'grep -rhx "  REGION: .*" rendered/two-regions | sort -u',
        shows: /^  REGION: eu-west-1\n  REGION: us-east-1\n$/,
      },
    },
    {
      promise: "`REGION_NAME`: the region's name for people, by default the topology's",
      state: "works",
      check: {
        where: "rendered",
        command: `grep -h REGION_NAME ${TOLD}`,
        shows: /^  REGION_NAME: Europe \(Ireland\)\n  REGION_NAME: US East \(Primary\)\n$/,
      },
    },
    {
      promise: "`VERSION=latest`: the tag of the images; `latest` has to be allowed by name",
      state: "works",
      check: {
        where: "rendered",
        command: "grep -rhoE 'image: .*/nephoran/.*' rendered/two-regions | sort -u",
        shows: /^(image: \S+:latest\n)+(image: \S+:1\.4\.2\n)+$/,
      },
    },
    {
      promise: "`REGISTRY=docker.io`: where the images come from",
      state: "works",
      check: {
        where: "rendered",
        command: "grep -rho 'image: .*' rendered/two-regions | sort -u",
        shows: /^(image: docker\.io\/\w+\/.*\n)+(image: registry\.example\.com\/team\/\w+\/.*\n)+$/,
      },
    },
    {
      promise: "`MAX_CONCURRENT_INTENTS=100`: intents in flight, by default from the capacity",
      state: "works",
      check: {
        where: "rendered",
        command: `grep -h MAX_CONCURRENT_INTENTS ${TOLD}`,
        shows: /^  MAX_CONCURRENT_INTENTS: "40"\n  MAX_CONCURRENT_INTENTS: "100"\n$/,
      },
      figure: "100 in flight",
    },
    {
      promise: "`MAX_DEPLOYMENTS_PER_MINUTE=50`: deployments that a region starts in a minute",
      state: "works",
      check: {
        where: "rendered",
        command: `grep -h MAX_DEPLOYMENTS_PER_MINUTE ${TOLD}`,
        shows: /^  MAX_DEPLOYMENTS_PER_MINUTE: "20"\n  MAX_DEPLOYMENTS_PER_MINUTE: "50"\n$/,
      },
      figure: "50 a minute",
    },
    {
      promise: "`MAX_LLM_RPS=10`: requests to the model in a second",
      state: "works",
      check: {
        where: "rendered",
        command: `grep -h MAX_LLM_RPS ${TOLD}`,
        shows: /^  MAX_LLM_RPS: "4"\n  MAX_LLM_RPS: "10"\n$/,
      },
      figure: "10 a second",
    },
    {
      promise: "`EDGE_ENABLED=false`: the edge's parts",
      state: "works",
      check: {
        where: "rendered",
        command:
          "ls rendered/two-regions/*/*/{priorityclass-*low-latency,networkpolicy-*to-o-ran}.yaml && " +
          `grep -h EDGE_ENABLED ${TOLD}`,
        shows:
          /^(rendered\/two-regions\/eu-west-1\/\S+\n){2}  EDGE_ENABLED: "true"\n  EDGE_ENABLED: "false"\n$/,
      },
    },
    {
      promise: "`LOCAL_ML_ENABLED=true`: inference inside the region",
      state: "works",
      check: {
        where: "rendered",
        command:
          "ls rendered/two-regions/*/*/deployment-llm-inference.yaml && " +
          `grep -h LOCAL_ML_ENABLED ${TOLD}`,
        shows:
          /^rendered\/two-regions\/us-east-1\/\S+\n  LOCAL_ML_ENABLED: "false"\n  LOCAL_ML_ENABLED: "true"\n$/,
      },
    },
    {
      promise:
        "`DATA_RESIDENCY=false`: whether data is kept in the region's zone, by default if it has one",
      state: "works",
      check: {
        where: "rendered",
        command: `grep -hE "DATA_RESIDENCY|RESIDENCY_ZONE" ${TOLD}`,
        shows: /^  DATA_RESIDENCY: "true"\n  RESIDENCY_ZONE: eu\n  DATA_RESIDENCY: "false"\n$/,
      },
    },
    {
      promise: "`COMPLIANCE_MODE=standard`: what rules the region is held to",
      state: "works",
      check: {
        where: "rendered",
        command:
          'grep -hE "compliance-mode|COMPLIANCE_MODE" rendered/two-regions/*/*/{namespace,configmap}-*.yaml',
        shows:
          /^( +nephoran\.io\/compliance-mode: gdpr\n){4}( +nephoran\.io\/compliance-mode: standard\n){4}  COMPLIANCE_MODE: gdpr\n  COMPLIANCE_MODE: standard\n$/,
      },
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
      state: "works",
      check: {
        where: "rendered",
        command:
          'grep -h "^  replicas:" rendered/two-regions/*/nephoran-system/statefulset-weaviate.yaml',
        shows: /^  replicas: 5\n  replicas: 3\n$/,
      },
      figure: "3 replicas",
    },
    {
      promise: "`WEAVIATE_STORAGE_SIZE=100Gi`: storage of each of them",
      state: "works",
      check: {
        where: "rendered",
        command:
          "grep -h storage: rendered/two-regions/*/nephoran-system/persistentvolumeclaim-data-weaviate-*.yaml",
        shows: /^( +storage: 200Gi\n){5}( +storage: 100Gi\n){3}$/,
      },
      figure: "100 GiB each",
    },
  ],
};
