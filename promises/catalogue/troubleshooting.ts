import type { Area } from "../promise";
import { queryOf } from "./live";

export const troubleshooting: Area = {
  title: "Troubleshooting",
  promises: [
    {
      promise: "The mesh's proxies are in step with their control planes",
      state: "works",
      check: {
        where: "live",
        command: "istioctl proxy-status",
        // A proxy that has not taken what it was sent last is counted as stale, in brackets.
        shows: /^NAME.*\n(\S+ +us-east-1 +istiod-\S+ +\S+ +5 \(CDS,LDS,EDS,RDS,[NS]DS\)\n){15,}$/,
      },
    },
    {
      promise: "The mesh's configuration has no faults",
      state: "works",
      check: {
        where: "live",
        command: "istioctl analyze -A",
        // Nothing of ours is in the namespace default.
        shows: /^Info \[IST0102\] \(Namespace default\) .*\n$/,
      },
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
      state: "stand-in",
      standIn: "PostgreSQL, in place of CockroachDB",
      check: {
        where: "live",
        command:
          "kubectl exec cockroachdb-0 -n nephoran-global -- " +
          "/cockroach/cockroach node status --certs-dir=/cockroach/cockroach-certs",
        shows: /^id\t.*\tis_live\n(\d+\tcockroachdb-\d\..*\ttrue\ttrue\n){6}$/,
      },
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
      state: "works",
      check: {
        where: "live",
        command: "kubectl get virtualservices -A",
        shows:
          /\nnephoran-system +global-traffic-routing +\["nephoran-ingress\/public","nephoran-ingress\/internal"\] +\["nephoran\.io",/,
      },
    },
    {
      promise: "The decisions can be seen as routes in a pod's proxy",
      state: "works",
      check: {
        where: "live",
        command:
          "istioctl proxy-config routes -n nephoran-ingress $(kubectl get pods -n nephoran-ingress " +
          "-l app=nephoran-gateway -o jsonpath='{.items[0].metadata.name}')",
        shows: /\n.* nephoran\.io +.* global-traffic-routing\.nephoran-system *\n/,
      },
    },
    {
      promise: "The global parts are seen at a glance",
      state: "works",
      check: {
        where: "live",
        command: "kubectl get pods -n nephoran-global",
        shows:
          /^NAME(?=[^]*\ncockroachdb-0 +\d\/\d +Running )(?=[^]*\nprometheus-global-0 +(\d)\/\1 +Running )(?=[^]*\nalertmanager-0 +(\d)\/\2 +Running )(?=[^]*\ntraffic-controller-\S+ +(\d)\/\3 +Running )/,
      },
    },
    {
      promise: "The regional parts are seen at a glance",
      state: "works",
      check: {
        where: "live",
        command:
          "for context in us-east-1 eu-west-1; do " +
          "kubectl --context=$context get pods -n nephoran-system; done",
        // Those of two containers have a proxy, and run.
        shows:
          /^(NAME.*\n(?=(?:\S.*\n)*?llm-processor-regional-\S+ +2\/2 +Running )(\S+ +(\d)\/\3 +Running .*\n){5,}){2}$/,
      },
    },
    {
      promise: "A pod resolves the names of other regions",
      state: "works",
      check: {
        where: "live",
        command:
          "kubectl exec -n nephoran-system deployment/llm-processor -- " +
          "nslookup eu-west-1.nephoran.local",
        shows: /\nName:\teu-west-1\.nephoran\.local\nAddress: 240\.240\.\d+\.\d+\n/,
      },
    },
    {
      promise: "The metrics can be queried",
      state: "works",
      check: {
        where: "live",
        command: queryOf("nephoran:global:request_rate"),
        shows:
          /^\{"status":"success","data":\{"resultType":"vector","result":\[\{"metric":\{"__name__":"nephoran:global:request_rate"\},"value":\[[\d.]+,"[\d.e-]+"\]\}\]\}\}$/,
      },
    },
  ],
};
