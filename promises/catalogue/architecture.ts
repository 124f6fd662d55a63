import type { Area } from "../promise";
import { queryOf } from "./live";

export const architecture: Area = {
  title: "Architecture",
  promises: [
    {
      promise: "Every region has a data plane of its own",
      state: "stand-in",
      standIn: "KWOK's pods, which run nothing",
      check: {
        where: "sandbox",
        command:
          "for context in us-east-1 eu-west-1 ap-southeast-1 us-west-2; do " +
          "kubectl --context=$context wait deployment --all --for=condition=Available -n nephoran-system; done",
        shows:
          /^(deployment.apps\/llm-(inference|processor|processor-regional) condition met\n){12}$/,
      },
    },
    {
      promise: "A global control plane coordinates the regions and keeps their state",
      state: "not yet",
      needs: ["a test at the live depth"],
      command: "kubectl get pods -n nephoran-global",
    },
    {
      promise: "Decisions, not fixed weights, spread the traffic over the regions",
      state: "not yet",
      needs: ["a test at the live depth"],
      command: "kubectl get virtualservices global-traffic-routing -o yaml",
    },
    {
      promise: "A change of state in one region reaches the others in real time",
      state: "not yet",
      needs: ["a test at the live depth", "the state synchronizer"],
    },
    {
      promise: "One place shows the metrics of all regions",
      state: "works",
      check: {
        where: "live",
        command: queryOf("nephoran:region:heartbeat"),
        shows: /^(?=.*"region":"us-east-1")(?=.*"region":"eu-west-1")\{"status":"success"/,
      },
    },
    {
      promise: "One template gives every region its manifests (`region-deployment-template.yaml`)",
      state: "works",
      check: {
        where: "rendered",
        command: "ls rendered rendered/us-east-1/nephoran-system",
        shows:
          /^rendered:\nap-southeast-1\neu-west-1\n(two-regions\n)?us-east-1\nus-west-2\n[^]*deployment-llm-processor-regional.yaml\n/,
      },
    },
    {
      promise: "Manifests of the global control plane (`multi-region-architecture.yaml`)",
      state: "not yet",
      needs: ["pods that really run"],
    },
    {
      promise: "Manifests of the state's synchronization (`global-state-sync.yaml`)",
      state: "not yet",
      needs: ["pods that really run", "the state synchronizer"],
    },
    {
      promise: "Manifests of dashboards over all regions (`monitoring-dashboard.yaml`)",
      state: "not yet",
      needs: ["pods that really run"],
    },
    {
      promise: "`README.md` says how to see it and how to deploy it",
      state: "works",
      check: {
        where: "anywhere",
        command: 'grep -E "npm run demo|pulumi up" README.md',
        shows: /npm run demo[^]*pulumi up --stack/,
      },
    },
    {
      promise: "`docs/multi-region-architecture.md` explains the architecture",
      state: "works",
      check: {
        where: "anywhere",
        command: "grep '^## ' docs/multi-region-architecture.md",
        shows: /## The path of a request[^]*## Who trusts whom/,
      },
    },
    {
      promise: "`docs/api/traffic-controller.md` is the reference of the controller's API",
      state: "works",
      check: {
        where: "anywhere",
        command: "grep '^## ' docs/api/traffic-controller.md",
        shows: /## GET \/decision[^]*## GET \/history[^]*## GET \/signals/,
      },
    },
    {
      promise: "`docs/global-state.md` is the guide to the global state",
      state: "not yet",
      needs: ["pods that really run"],
    },
  ],
};
