import { expect } from "chai";
import fc from "fast-check";
import { entryScope } from "../../../policy/mesh/entry-scope";
import { networksDenied } from "../../../policy/mesh/networks-denied";
import { networksExplained } from "../../../policy/mesh/networks-explained";
import { networksNarrow } from "../../../policy/mesh/networks-narrow";
import { noWorldNetworks } from "../../../policy/mesh/no-world-networks";
import { registryOnly } from "../../../policy/mesh/registry-only";
import { isWorld } from "../../../policy/reading/cidr";
import { contextOf, problemsOf, resourceOf } from "../judge";
import { describeRules, REMOVED, type RuleCase } from "../rule-cases";
import { istiod, meshConfigMap, namespace, networkingOf, networkPolicy } from "./fixtures";

const denied = networkPolicy("NetworkPolicy", "default-deny", {
  podSelector: {},
  policyTypes: ["Ingress", "Egress"],
});

const callers = networkPolicy("NetworkPolicy", "weaviate-from-callers", {
  podSelector: { matchLabels: { app: "weaviate" } },
  policyTypes: ["Ingress"],
  ingress: [
    {
      from: [{ podSelector: { matchLabels: { app: "llm-processor-regional" } } }],
      ports: [{ port: 8080, protocol: "TCP" }],
    },
  ],
});

const explained = {
  ...callers,
  inputs: {
    ...callers.inputs,
    metadata: {
      ...callers.inputs.metadata,
      annotations: { "nephoran.io/reason": "Intents are understood." },
    },
  },
};

const users = networkPolicy(
  "NetworkPolicy",
  "gateway-from-users",
  {
    podSelector: { matchLabels: { app: "nephoran-gateway", istio: "nephoran-gateway" } },
    ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ port: 443 }] }],
  },
  "nephoran-ingress",
);

const entry = networkingOf("ServiceEntry", "models", {
  hosts: ["models.example.com"],
  addresses: ["192.0.2.0/24"],
});

const RULE = ["spec", "ingress", 0] as const;

const cases: readonly RuleCase[] = [
  {
    rule: networksDenied,
    complies: [denied, namespace],
    breaks: [
      {
        at: ["spec", "policyTypes"],
        to: ["Ingress"],
        says: "No NetworkPolicy closes nephoran-system for Egress.",
      },
      {
        at: ["spec", "podSelector"],
        to: { matchLabels: { app: "weaviate" } },
        says: "No NetworkPolicy closes nephoran-system for Ingress and Egress.",
      },
      {
        at: ["spec", "ingress"],
        to: [{}],
        says: "No NetworkPolicy closes nephoran-system for Ingress.",
      },
    ],
    unknown: ["spec", "podSelector"],
  },
  {
    rule: networksExplained,
    complies: [explained],
    breaks: [
      {
        at: ["metadata", "annotations"],
        to: REMOVED,
        says: "It opens connections and does not say why.",
      },
    ],
    unknown: ["metadata", "annotations", "nephoran.io/reason"],
  },
  {
    rule: networksNarrow,
    complies: [callers],
    breaks: [
      {
        at: [...RULE],
        to: {},
        says: ["spec.ingress[0] opens from anybody.", "spec.ingress[0] opens every port."],
      },
      {
        at: [...RULE, "from", 0],
        to: { namespaceSelector: {} },
        says: "spec.ingress[0].from[0] means pods of every namespace.",
      },
      {
        at: ["spec", "egress"],
        to: [{ ports: [{ port: 53 }] }],
        says: "spec.egress[0] opens to anybody.",
      },
    ],
    unknown: [...RULE, "from"],
  },
  {
    rule: noWorldNetworks,
    complies: [users],
    breaks: [
      {
        at: [...RULE, "ports", 0, "port"],
        to: 22,
        says: "spec.ingress[0] opens from 0.0.0.0/0.",
      },
      {
        at: ["spec", "podSelector"],
        to: {},
        says: "spec.ingress[0] opens from 0.0.0.0/0.",
      },
      {
        at: ["metadata", "namespace"],
        to: "nephoran-system",
        says: "spec.ingress[0] opens from 0.0.0.0/0.",
      },
      {
        at: ["spec", "egress"],
        to: [{ to: [{ ipBlock: { cidr: "0.0.0.0/1" } }], ports: [{ port: 443 }] }],
        says: "spec.egress[0] opens to 0.0.0.0/1.",
      },
    ],
    unknown: [...RULE, "from", 0, "ipBlock", "cidr"],
  },
  {
    rule: entryScope,
    complies: [entry],
    breaks: [
      { at: ["spec", "hosts"], to: ["*.example.com"], says: "It makes *.example.com known." },
      { at: ["spec", "addresses"], to: ["::/0"], says: "It makes ::/0 known." },
    ],
    unknown: ["spec", "hosts", 0],
  },
  {
    rule: entryScope,
    complies: [entry],
    breaks: [],
    unknown: {
      harmless: ["spec", "endpoints"],
      because: "a gateway's own address is unknown at first, and is no wildcard",
    },
  },
  {
    rule: registryOnly,
    complies: [istiod],
    breaks: [
      {
        at: ["values", "meshConfig", "outboundTrafficPolicy", "mode"],
        to: "ALLOW_ANY",
        says: "The mesh lets pods reach any host.",
      },
      {
        at: ["values", "meshConfig", "outboundTrafficPolicy"],
        to: REMOVED,
        says: "The mesh lets pods reach any host.",
      },
    ],
    unknown: ["values", "meshConfig", "outboundTrafficPolicy", "mode"],
  },
];

describe("networks, as rules", () => {
  describeRules(cases);

  it("lets the front out to the world's HTTPS, but not where requests may be bound", () => {
    const out = (app: string, port: number) => {
      const { type, name, inputs } = networkPolicy("NetworkPolicy", `${app}-out`, {
        podSelector: { matchLabels: { app } },
        egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ port }] }],
      });
      return resourceOf(type, name, { ...inputs });
    };
    const opens = ["spec.egress[0] opens to 0.0.0.0/0."];
    const front = out("llm-processor", 443);
    expect(problemsOf(noWorldNetworks, [front], "us-east-1")).to.deep.equal([]);
    expect(problemsOf(noWorldNetworks, [front], "eu-west-1")).to.deep.equal(opens);
    const context = contextOf("us-east-1");
    const tenants = { acme: { boundTo: "us-east-1" } };
    const bound = { ...context, topology: { ...context.topology, tenants } };
    expect(problemsOf(noWorldNetworks, [front], bound)).to.deep.equal(opens);
    for (const other of [out("llm-processor", 80), out("llm-processor-regional", 443)]) {
      expect(problemsOf(noWorldNetworks, [other], "us-east-1")).to.deep.equal(opens);
    }
  });

  it("holds a Sidecar to what the mesh knows", () => {
    const { type, name, inputs } = networkingOf("Sidecar", "open", {
      outboundTrafficPolicy: { mode: "ALLOW_ANY" },
    });
    expect(problemsOf(registryOnly, [resourceOf(type, name, inputs)], "us-east-1")).to.deep.equal([
      "It lets its pods reach any host.",
    ]);
  });

  it("reads what the mesh is told also where the chart has made it", () => {
    const { type, name, inputs } = meshConfigMap("outboundTrafficPolicy: { mode: ALLOW_ANY }");
    expect(
      problemsOf(registryOnly, [resourceOf(type, name, { ...inputs })], "us-east-1"),
    ).to.deep.equal(["The mesh lets pods reach any host."]);
  });

  it("takes a network for the world if nobody could own it", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, bits) => {
        expect(isWorld(`${address}/${bits}`)).to.equal(bits < 8);
      }),
    );
    expect(["::/0", "2000::/3"].map(isWorld)).to.deep.equal([true, true]);
    expect(["fc00::/7", "10.0.0.0/8", "10.1.2.3"].map(isWorld)).to.deep.equal([
      false,
      false,
      false,
    ]);
  });
});
