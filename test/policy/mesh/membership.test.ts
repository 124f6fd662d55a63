import { expect } from "chai";
import { injectionOn } from "../../../policy/mesh/injection-on";
import { injectorFailsClosed } from "../../../policy/mesh/injector-fails-closed";
import { noInboundBypass } from "../../../policy/mesh/no-inbound-bypass";
import { noOptOut } from "../../../policy/mesh/no-opt-out";
import { noOutboundBypass } from "../../../policy/mesh/no-outbound-bypass";
import { problemsOf, resourceOf } from "../judge";
import { deployment } from "../pods/fixtures";
import { describeRules, REMOVED, type RuleCase } from "../rule-cases";
import { namespace } from "./fixtures";

const ANNOTATIONS = ["spec", "template", "metadata", "annotations"] as const;

const cases: readonly RuleCase[] = [
  {
    rule: injectionOn,
    complies: [namespace],
    breaks: [
      {
        at: ["metadata", "labels", "istio-injection"],
        to: "disabled",
        says: "Its pods are not part of the mesh.",
      },
      { at: ["metadata", "labels"], to: REMOVED, says: "Its pods are not part of the mesh." },
    ],
    unknown: ["metadata", "labels", "istio-injection"],
  },
  {
    rule: noOptOut,
    complies: [deployment],
    breaks: ["labels", "annotations"].map((place) => ({
      at: ["spec", "template", "metadata", place, "sidecar.istio.io/inject"],
      to: "false",
      says: "Its pods opt out of the mesh.",
    })),
    unknown: [...ANNOTATIONS, "sidecar.istio.io/inject"],
  },
  {
    rule: noInboundBypass,
    complies: [deployment],
    breaks: [
      {
        at: [...ANNOTATIONS, "traffic.sidecar.istio.io/excludeInboundPorts"],
        to: "8080, 26257",
        says: [
          "Port 8080 of its pods bypasses the mesh.",
          "Port 26257 of its pods bypasses the mesh.",
        ],
      },
      {
        at: [...ANNOTATIONS, "traffic.sidecar.istio.io/includeInboundPorts"],
        to: "8080",
        says: "All ports of its pods but 8080 bypass the mesh.",
      },
    ],
    unknown: [...ANNOTATIONS, "traffic.sidecar.istio.io/excludeInboundPorts"],
  },
  {
    rule: noOutboundBypass,
    complies: [deployment],
    breaks: [
      {
        at: [...ANNOTATIONS, "traffic.sidecar.istio.io/excludeOutboundIPRanges"],
        to: "0.0.0.0/0",
        says: "Its pods go past their proxies: excludeOutboundIPRanges is 0.0.0.0/0.",
      },
      {
        at: [...ANNOTATIONS, "traffic.sidecar.istio.io/includeOutboundIPRanges"],
        to: "",
        says: "Its pods go past their proxies: includeOutboundIPRanges is empty.",
      },
    ],
    unknown: [...ANNOTATIONS, "traffic.sidecar.istio.io/excludeOutboundPorts"],
  },
  {
    rule: injectorFailsClosed,
    complies: [
      {
        type: "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration",
        name: "injector",
        inputs: {
          metadata: { name: "istio-sidecar-injector" },
          webhooks: [{ name: "namespace.sidecar-injector.istio.io", failurePolicy: "Fail" }],
        },
      },
    ],
    breaks: [
      {
        at: ["webhooks", 0, "failurePolicy"],
        to: "Ignore",
        says: "namespace.sidecar-injector.istio.io lets pods start without a proxy.",
      },
    ],
    unknown: ["webhooks", 0, "failurePolicy"],
  },
];

describe("who is part of the mesh, as rules", () => {
  describeRules(cases);

  it("leaves the state store's port to its own mutual TLS, and no other port", () => {
    const pods = (ports: string) =>
      resourceOf("kubernetes:apps/v1:StatefulSet", "nodes", {
        metadata: { name: "cockroachdb", namespace: "nephoran-global" },
        spec: {
          template: {
            metadata: {
              annotations: { "traffic.sidecar.istio.io/excludeInboundPorts": ports },
            },
            spec: { containers: [] },
          },
        },
      });
    expect(problemsOf(noInboundBypass, [pods("26257")], "us-east-1")).to.deep.equal([]);
    expect(problemsOf(noInboundBypass, [pods("26257,8080")], "us-east-1")).to.deep.equal([
      "Port 8080 of its pods bypasses the mesh.",
    ]);
  });
});
