import { expect } from "chai";
import { failoverKeys } from "../../../policy/mesh/failover-keys";
import { gatewayHosts } from "../../../policy/mesh/gateway-hosts";
import { knownFilters } from "../../../policy/mesh/known-filters";
import { noZoneAlias } from "../../../policy/mesh/no-zone-alias";
import { noZonePassthrough } from "../../../policy/mesh/no-zone-passthrough";
import { outlierDetection } from "../../../policy/mesh/outlier-detection";
import { ownPassthrough } from "../../../policy/mesh/own-passthrough";
import { routeHosts } from "../../../policy/mesh/route-hosts";
import { problemsOf, resourceOf } from "../judge";
import { describeRules, REMOVED, type RuleCase } from "../rule-cases";
import { istiod, networkingOf } from "./fixtures";

const SERVER = ["spec", "servers", 0] as const;

const gatewayWith = (mode: string, hosts: readonly string[], selector: Record<string, string>) =>
  networkingOf(
    "Gateway",
    "peers",
    { selector, servers: [{ port: { number: 14443, protocol: "HTTPS" }, hosts, tls: { mode } }] },
    "nephoran-ingress",
  );

const gatewayPods = { app: "nephoran-gateway", istio: "nephoran-gateway" };

const eastWestPods = { app: "eastwest-gateway", istio: "eastwestgateway" };

const peers = gatewayWith("ISTIO_MUTUAL", ["nephoran-system/*"], gatewayPods);

const route = networkingOf("VirtualService", "peers-routing", {
  hosts: ["*"],
  gateways: ["nephoran-ingress/peers"],
});

const failover = networkingOf("DestinationRule", "failover", {
  host: "us-east-1.failover.nephoran.local",
  trafficPolicy: {
    loadBalancer: { localityLbSetting: { failoverPriority: ["tier1=in", "tier0=in"] } },
    outlierDetection: { interval: "1s" },
  },
});

const PRIORITY = [
  "spec",
  "trafficPolicy",
  "loadBalancer",
  "localityLbSetting",
  "failoverPriority",
] as const;

const cases: readonly RuleCase[] = [
  {
    rule: gatewayHosts,
    complies: [peers],
    breaks: [
      {
        at: [...SERVER, "tls", "mode"],
        to: "SIMPLE",
        says: "spec.servers[0] answers for nephoran-system/*.",
      },
    ],
    unknown: [...SERVER, "tls", "mode"],
  },
  {
    rule: routeHosts,
    complies: [route, peers],
    breaks: [
      { at: ["spec", "gateways"], to: ["mesh"], says: "It takes requests for *." },
      {
        at: ["spec", "gateways"],
        to: ["nephoran-ingress/peers", "nephoran-ingress/public"],
        says: "It takes requests for *.",
      },
      { at: ["spec", "gateways"], to: REMOVED, says: "It takes requests for *." },
    ],
    unknown: ["spec", "hosts"],
  },
  {
    rule: noZonePassthrough,
    region: "eu-west-1",
    complies: [peers],
    breaks: [
      {
        at: [...SERVER, "tls", "mode"],
        to: "AUTO_PASSTHROUGH",
        says: "spec.servers[0] passes through to services of the zone eu.",
      },
    ],
    unknown: [...SERVER, "tls", "mode"],
  },
  {
    rule: ownPassthrough,
    complies: [gatewayWith("AUTO_PASSTHROUGH", ["*.svc.cluster.local"], eastWestPods)],
    breaks: [
      {
        at: ["spec", "selector"],
        to: gatewayPods,
        says: "spec.servers[0] passes through to services, on another gateway.",
      },
      {
        at: ["spec", "selector"],
        to: REMOVED,
        says: "spec.servers[0] passes through to services, on another gateway.",
      },
    ],
    unknown: ["spec", "selector", "istio"],
  },
  {
    rule: noZoneAlias,
    complies: [istiod],
    breaks: [
      {
        at: ["values", "meshConfig", "trustDomainAliases"],
        to: ["eu-west-1.nephoran.local"],
        says: "us-east-1 takes eu-west-1.nephoran.local for itself, which is no region without a zone.",
      },
    ],
    unknown: ["values", "meshConfig", "trustDomainAliases"],
  },
  {
    rule: failoverKeys,
    complies: [failover],
    breaks: [
      {
        at: PRIORITY,
        to: ["tier=first", "tier=second"],
        says:
          "spec.trafficPolicy.loadBalancer.localityLbSetting.failoverPriority repeats the label " +
          "tier.",
      },
    ],
    unknown: PRIORITY,
  },
  {
    rule: outlierDetection,
    complies: [failover],
    breaks: [
      {
        at: ["spec", "trafficPolicy", "outlierDetection"],
        to: REMOVED,
        says: "spec.trafficPolicy fails over without noticing failures.",
      },
    ],
    unknown: ["spec", "trafficPolicy", "outlierDetection"],
  },
  {
    rule: knownFilters,
    complies: [networkingOf("EnvoyFilter", "strip-token-headers", {}, "nephoran-ingress")],
    breaks: [
      {
        at: ["metadata", "name"],
        to: "faster",
        says: "It changes proxies past all policies of the mesh.",
      },
    ],
    unknown: ["metadata", "name"],
  },
];

describe("hosts and failover, as rules", () => {
  describeRules(cases);

  it("lets no zone take anybody else's identities", () => {
    const { type, name, inputs } = istiod;
    expect(
      problemsOf(noZoneAlias, [resourceOf(type, name, { ...inputs })], "eu-west-1"),
    ).to.deep.equal(["eu-west-1 is in the zone eu and trusts us-west-2.nephoran.local."]);
  });

  it("lets a region without a zone pass connections through", () => {
    const { type, name, inputs } = gatewayWith("AUTO_PASSTHROUGH", ["*.local"], eastWestPods);
    const gateway = resourceOf(type, name, inputs);
    expect(problemsOf(noZonePassthrough, [gateway], "us-west-2")).to.deep.equal([]);
  });
});
