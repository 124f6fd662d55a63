import type { Area } from "../promise";
import { HEALTH_OF_BOTH } from "./live";

const APPLY_INTENT = "kubectl apply -f - < promises/multi-region-test.yaml";
const DELETE_INTENT =
  "kubectl delete networkintent multi-region-test -n nephoran-system --ignore-not-found";

export const testing: Area = {
  title: "Testing",
  promises: [
    {
      promise: "Every region answers for its health by its own name",
      state: "works",
      check: {
        where: "live",
        command: HEALTH_OF_BOTH,
        shows: /^\{"status":"ok","region":"us-east-1"\}\n\{"status":"ok","region":"eu-west-1"\}\n$/,
      },
    },
    {
      promise: "A pod reaches another region",
      state: "works",
      check: {
        where: "live",
        command:
          "kubectl exec -n nephoran-system deployment/llm-processor -- " +
          "curl -s https://eu-west-1.nephoran.io/health",
        shows: /^\{"status":"ok","region":"eu-west-1"\}\n$/,
      },
    },
    {
      promise: "An intent can be meant for several regions",
      state: "works",
      check: {
        where: "sandbox",
        command: APPLY_INTENT,
        shows: /^networkintent.nephoran.com\/multi-region-test created\n$/,
        proof:
          "kubectl get networkintent multi-region-test -o jsonpath='{.spec} {.metadata.annotations}' | " +
          'grep -F \'{"description":"Deploy global AMF with regional distribution","priority":"high"}\' | ' +
          'grep -F \'"nephoran.io/multi-region":"true","nephoran.io/regions":"us-east-1,eu-west-1"\'',
        after: DELETE_INTENT,
      },
    },
    {
      promise: "It is listed with its priority and its regions",
      state: "works",
      check: {
        where: "sandbox",
        before: APPLY_INTENT,
        command: "kubectl get networkintent multi-region-test -o wide",
        shows:
          /^NAME +PRIORITY +PHASE +AGE +REGIONS +PROGRESS +DESCRIPTION *\nmulti-region-test +high +\d+s +us-east-1,eu-west-1 +Deploy global AMF/,
        after: DELETE_INTENT,
      },
    },
    {
      promise: "It shows how far each region has come with it",
      state: "not yet",
      needs: ["the state synchronizer", "a test at the live depth"],
      command: "kubectl get networkintent multi-region-test -o wide",
    },
    {
      promise: "A region's data plane can be stopped, as if the region had failed",
      state: "stand-in",
      standIn: "KWOK's pods, which run nothing",
      check: {
        where: "sandbox",
        command: "kubectl scale deployment llm-processor-regional --replicas=0 -n nephoran-system",
        shows: /^deployment.apps\/llm-processor-regional scaled\n$/,
        proof:
          "kubectl wait pods -l app=llm-processor-regional --for=delete --timeout=50s -n nephoran-system",
        after:
          "kubectl scale deployment llm-processor-regional --replicas=3 -n nephoran-system && " +
          "kubectl rollout status deployment/llm-processor-regional --timeout=50s -n nephoran-system",
      },
    },
    {
      promise: "Its traffic is then seen to move to other regions",
      state: "not yet",
      needs: ["a test at the live depth"],
      command: "watch kubectl get virtualservices global-traffic-routing -o yaml",
    },
  ],
};
