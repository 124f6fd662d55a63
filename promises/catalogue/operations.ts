import type { Area } from "../promise";
import { HEALTH_OF_BOTH } from "./live";

export const operations: Area = {
  title: "Operations",
  promises: [
    {
      promise: "Daily: the health of every region",
      state: "works",
      check: {
        where: "live",
        command: HEALTH_OF_BOTH,
        shows: /^\{"status":"ok","region":"us-east-1"\}\n\{"status":"ok","region":"eu-west-1"\}\n$/,
      },
    },
    {
      promise: "Daily: how the traffic is distributed",
      state: "not yet",
      needs: ["the operator's command", "a test at the live depth"],
    },
    {
      promise: "Daily: what each region costs",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Daily: how the use of resources develops",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Weekly: try the automatic failover",
      state: "not yet",
      needs: ["failure drills"],
    },
    {
      promise: "Weekly: tune the parameters of the routing",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Weekly: audit who reaches across regions",
      state: "not yet",
      needs: ["a test at the live depth", "the operator's command"],
    },
    {
      promise: "Weekly: prove that the state's backups can be read",
      state: "not yet",
      needs: ["pods that really run", "backups"],
    },
    {
      promise: "Region lost 1: see that the others are healthy",
      state: "not yet",
      needs: ["the operator's command", "a test at the live depth"],
    },
    {
      promise: "Region lost 2: take it out of the routing",
      state: "not yet",
      needs: ["the operator's command", "a test at the live depth"],
    },
    {
      promise: "Region lost 3: scale the others for its load",
      state: "stand-in",
      standIn: "KWOK's pods, which run nothing",
      check: {
        where: "sandbox",
        command:
          "kubectl --context=us-west-2 scale deployment llm-processor-regional --replicas=6 -n nephoran-system",
        shows: /^deployment.apps\/llm-processor-regional scaled\n$/,
        proof:
          "kubectl --context=us-west-2 wait deployment/llm-processor-regional -n nephoran-system " +
          "--for=jsonpath={.status.readyReplicas}=6 --timeout=50s",
        after:
          "kubectl --context=us-west-2 scale deployment llm-processor-regional --replicas=3 -n nephoran-system && " +
          "kubectl --context=us-west-2 wait deployment/llm-processor-regional -n nephoran-system " +
          "--for=jsonpath={.status.replicas}=3 --timeout=50s",
      },
      figure: "3 to 6 replicas",
    },
    {
      promise: "Or they do so by themselves, up to twice their replicas",
      state: "stand-in",
      standIn: "autoscalers without CPU figures, which keep their minimum",
      check: {
        where: "sandbox",
        command: "kubectl get hpa llm-processor-regional -n nephoran-system",
        shows: /\nllm-processor-regional +Deployment\/llm-processor-regional .*\/70% +3 +6 +3 /,
      },
      figure: "3 to 6 replicas",
    },
    {
      promise: "Region lost 4: watch the global service level",
      state: "not yet",
      needs: ["a test at the live depth", "alerts"],
    },
    {
      promise: "Region lost 5: bring it back in order",
      state: "not yet",
      needs: ["the operator's command", "a test at the live depth"],
    },
    {
      promise: "Partition 1: see which regions are cut off",
      state: "not yet",
      needs: ["the operator's command", "a test at the live depth"],
    },
    {
      promise: "Partition 2: cut-off regions go on alone",
      state: "not yet",
      needs: ["a test at the live depth", "the state synchronizer"],
    },
    {
      promise: "Partition 3: what has to be synchronized waits",
      state: "not yet",
      needs: ["the state synchronizer"],
    },
    {
      promise: "Partition 4: each side's health is seen by itself",
      state: "not yet",
      needs: ["a test at the live depth", "the operator's command"],
    },
    {
      promise: "Partition 5: synchronization goes on once they are joined again",
      state: "not yet",
      needs: ["the state synchronizer"],
    },
  ],
};
