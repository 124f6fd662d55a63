import type { Area } from "../promise";

export const troubleshooting: Area = {
  title: "Troubleshooting",
  promises: [
    {
      promise: "The mesh's proxies are in step with their control planes",
      state: "not yet",
      needs: ["a test at the live depth"],
      command: "istioctl proxy-status",
    },
    {
      promise: "The mesh's configuration has no faults",
      state: "not yet",
      needs: ["a test at the live depth"],
      command: "istioctl analyze -A",
    },
    {
      promise: "The secrets by which regions know each other can be listed",
      state: "works",
      check: {
        where: "sandbox",
        command: "kubectl --context us-east-1 get secrets -l istio/multiCluster=remote -A -o name",
        shows:
          /^secret\/istio-remote-index-ap-southeast-1\nsecret\/istio-remote-index-us-west-2\n$/,
      },
    },
    {
      promise: "CockroachDB tells the state of its nodes",
      state: "not yet",
      needs: ["a test at the live depth"],
      command:
        "kubectl exec cockroachdb-0 -n nephoran-global -- " +
        "/cockroach/cockroach node status --certs-dir=/cockroach/cockroach-certs",
    },
    {
      promise: "Each run of the synchronization leaves a log",
      state: "not yet",
      needs: ["the state synchronizer", "a test at the live depth"],
      command: "kubectl logs job/global-state-synchronizer-xxx -n nephoran-global",
    },
    {
      promise: "The traffic controller logs what it decides",
      state: "not yet",
      needs: ["a test at the live depth"],
      command: "kubectl logs deployment/traffic-controller -n nephoran-global",
    },
    {
      promise: "The decisions can be seen as routes in the API",
      state: "not yet",
      needs: ["a test at the live depth"],
      command: "kubectl get virtualservices -A",
    },
    {
      promise: "The decisions can be seen as routes in a pod's proxy",
      state: "not yet",
      needs: ["a test at the live depth"],
      command: "istioctl proxy-config routes <pod-name>",
    },
    {
      promise: "The global parts are seen at a glance",
      state: "not yet",
      needs: ["a test at the live depth"],
      command: "kubectl get pods -n nephoran-global",
    },
    {
      promise: "The regional parts are seen at a glance",
      state: "stand-in",
      standIn: "KWOK's pods, which run nothing",
      check: {
        where: "sandbox",
        command:
          "for context in us-east-1 eu-west-1 ap-southeast-1; do " +
          "kubectl --context=$context get pods -n nephoran-system; done",
        shows: /^(NAME.*\n(\S+ +1\/1 +Running .*\n){5,}){3}$/,
      },
    },
    {
      promise: "A pod resolves the names of other regions",
      state: "not yet",
      needs: ["a test at the live depth"],
      command:
        "kubectl exec -n nephoran-system deployment/llm-processor -- " +
        "nslookup eu-west-1.nephoran.local",
    },
    {
      promise: "The metrics can be queried",
      state: "not yet",
      needs: ["a test at the live depth"],
      command: "curl -s http://prometheus:9090/api/v1/query?query=nephoran:global:request_rate",
    },
  ],
};
