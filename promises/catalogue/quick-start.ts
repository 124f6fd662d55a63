import type { Area } from "../promise";
import { decisionOf } from "./live";

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
      state: "works",
      check: {
        where: "live",
        command:
          "for context in us-east-1 eu-west-1; do istioctl --context $context proxy-status; done",
        shows:
          /^(NAME +CLUSTER .*\n(?:\S+ +us-east-1 +istiod-.*\n){15,})(NAME +CLUSTER .*\n(?:\S+ +eu-west-1 +istiod-.*\n){12,})$/,
      },
    },
    {
      promise: "Clusters of different regions reach each other",
      state: "works",
      check: {
        where: "live",
        command: `(${decisionOf("us-east-1")}); (${decisionOf("eu-west-1", 18_081)})`,
        shows:
          /^Entry us-east-1 [^]*\n {2}eu-west-1: [^]*? probes +[1-9]\d* in a row answered[^]*\nEntry eu-west-1 [^]*\n {2}us-east-1: [^]*? probes +[1-9]\d* in a row answered/,
      },
    },
    {
      promise: "All regions share one state store, CockroachDB",
      state: "stand-in",
      standIn: "KWOK's pods, which run nothing",
      check: {
        where: "sandbox",
        command:
          "for region in us-east-1 eu-west-1; do kubectl --context $region get statefulset cockroachdb -n nephoran-global -o 'jsonpath={.status.readyReplicas} '; done",
        shows: /^3 3 $/,
      },
    },
    {
      promise: "One command deploys the global control plane",
      state: "stand-in",
      standIn: "KWOK's pods, which run nothing",
      check: {
        where: "sandbox",
        command: './scripts/deploy-multi-region.sh global --project "$PROJECT" --preview',
        shows: /unchanged/,
      },
    },
    {
      promise: "One command deploys all regions",
      state: "stand-in",
      standIn: "KWOK's pods, which run nothing",
      check: {
        where: "sandbox",
        command: './scripts/deploy-multi-region.sh regions --project "$PROJECT" --preview',
        shows: /unchanged/,
      },
    },
    {
      promise: "One command deploys a single region",
      state: "stand-in",
      standIn: "KWOK's pods, which run nothing",
      check: {
        where: "sandbox",
        command: './scripts/deploy-multi-region.sh us-east-1 --project "$PROJECT" --preview',
        shows: /unchanged/,
      },
    },
    {
      promise: "One command deploys all of it",
      state: "stand-in",
      standIn: "KWOK's pods, which run nothing",
      check: {
        where: "sandbox",
        command: './scripts/deploy-multi-region.sh all --project "$PROJECT" --preview',
        shows: /unchanged/,
      },
    },
    {
      promise: "One command tests what is deployed",
      state: "not yet",
      needs: ["a test at the live depth"],
      command: "./scripts/deploy-multi-region.sh test",
    },
  ],
};
