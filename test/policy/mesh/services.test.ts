import { listedLoadBalancers } from "../../../policy/mesh/listed-load-balancers";
import { noExternalNames } from "../../../policy/mesh/no-external-names";
import { noNodePorts } from "../../../policy/mesh/no-node-ports";
import { describeRules, type RuleCase } from "../rule-cases";
import { core } from "./fixtures";

const service = core("Service", "nephoran-gateway", { type: "LoadBalancer" }, "nephoran-ingress");

const cases: readonly RuleCase[] = [
  {
    rule: listedLoadBalancers,
    complies: [service],
    breaks: [
      {
        at: ["metadata", "name"],
        to: "weaviate",
        says: "It asks for a load balancer; listed are nephoran-gateway, eastwest-gateway.",
      },
    ],
    unknown: ["spec", "type"],
  },
  {
    rule: listedLoadBalancers,
    complies: [core("Service", "weaviate", { type: "LoadBalancer" })],
    config: { loadBalancers: ["weaviate"] },
    breaks: [],
    unknown: ["metadata", "name"],
  },
  {
    rule: noNodePorts,
    complies: [service],
    breaks: [
      { at: ["spec", "type"], to: "NodePort", says: "It is reached at every node." },
      { at: ["spec", "externalIPs"], to: ["203.0.113.7"], says: "It takes over 203.0.113.7." },
    ],
    unknown: ["spec", "type"],
  },
  {
    rule: noExternalNames,
    complies: [
      core("Service", "prometheus", {
        externalName: "prometheus.nephoran-global.svc.cluster.local",
      }),
    ],
    breaks: [
      {
        at: ["spec", "externalName"],
        to: "metrics.example.com",
        says: "It leads to metrics.example.com.",
      },
    ],
    unknown: ["spec", "externalName"],
  },
];

describe("Services, as rules", () => {
  describeRules(cases);
});
