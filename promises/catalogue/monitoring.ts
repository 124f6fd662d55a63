import type { Area } from "../promise";
import { decisionOf } from "./live";

export const monitoring: Area = {
  title: "Monitoring",
  promises: [
    {
      promise: "A dashboard over all regions at http://localhost:3000",
      state: "not yet",
      needs: ["pods that really run"],
      command: "kubectl port-forward svc/grafana 3000:3000 -n nephoran-global",
    },
    {
      promise: "Requests of all regions together",
      state: "not yet",
      needs: ["a test at the live depth"],
      command: "curl -s http://prometheus:9090/api/v1/query?query=nephoran:global:request_rate",
    },
    {
      promise: "Each region's share of the traffic, in percent",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Latency between regions",
      state: "works",
      check: {
        where: "live",
        command: decisionOf("us-east-1"),
        // What the network between these two takes, and some for the answer.
        shows: /\n {2}eu-west-1: [^]*? probes .*, round trip ([7-9]\d|[1-9]\d\d) ms\n/,
      },
    },
    {
      promise: "Automatic failovers, counted",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "Costs by region",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "An alert when global success falls below 95%",
      state: "works",
      check: {
        where: "rendered",
        command: "grep -rho 'alert: GlobalSuccessRateLow' rendered/us-east-1 | sort -u",
        shows: /^alert: GlobalSuccessRateLow\n$/,
      },
    },
    {
      promise: "An alert when a region's health declines",
      state: "works",
      check: {
        where: "rendered",
        command: "grep -rho 'alert: RegionalOutage' rendered/us-east-1 | sort -u",
        shows: /^alert: RegionalOutage\n$/,
      },
    },
    {
      promise: "An alert when the traffic is out of balance",
      state: "works",
      check: {
        where: "rendered",
        command: "grep -rho 'alert: TrafficImbalance' rendered/us-east-1 | sort -u",
        shows: /^alert: TrafficImbalance\n$/,
      },
    },
    {
      promise: "An alert when failovers between regions become frequent",
      state: "works",
      check: {
        where: "rendered",
        command: "grep -rho 'alert: HighFailoverRate' rendered/us-east-1 | sort -u",
        shows: /^alert: HighFailoverRate\n$/,
      },
    },
  ],
};
