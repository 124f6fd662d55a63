import { expect } from "chai";
import { autoMtls } from "../../../policy/mesh/auto-mtls";
import { gatewayEncrypted } from "../../../policy/mesh/gateway-encrypted";
import { gatewayTlsVersion } from "../../../policy/mesh/gateway-tls-version";
import { mtlsEverywhere } from "../../../policy/mesh/mtls-everywhere";
import { noPlainDestinations } from "../../../policy/mesh/no-plain-destinations";
import { noPortHole } from "../../../policy/mesh/no-port-hole";
import { strictMtls } from "../../../policy/mesh/strict-mtls";
import { verifiedPeers } from "../../../policy/mesh/verified-peers";
import { problemsOf, resourceOf } from "../judge";
import { describeRules, REMOVED, type RuleCase } from "../rule-cases";
import { istiod, meshConfigMap, namespace, networkingOf, securityOf } from "./fixtures";

const SERVER = ["spec", "servers", 0] as const;

const strict = securityOf("PeerAuthentication", "default", { mtls: { mode: "STRICT" } });

const gateway = networkingOf("Gateway", "public", {
  servers: [
    {
      port: { number: 443, protocol: "HTTPS" },
      hosts: ["nephoran-system/nephoran.io"],
      tls: { mode: "SIMPLE", minProtocolVersion: "TLSV1_2" },
    },
  ],
});

const peer = networkingOf("DestinationRule", "peer", {
  host: "eu-west-1.nephoran.local",
  trafficPolicy: {
    tls: { mode: "ISTIO_MUTUAL", subjectAltNames: ["spiffe://eu-west-1.nephoran.local/gateway"] },
  },
});

const nodes = networkingOf("DestinationRule", "cockroachdb", {
  host: "cockroachdb.nephoran-global.svc.cluster.local",
  trafficPolicy: {
    portLevelSettings: [{ port: { number: 26257 }, tls: { mode: "DISABLE" } }],
  },
});

const cases: readonly RuleCase[] = [
  {
    rule: strictMtls,
    complies: [strict],
    breaks: ["PERMISSIVE", "DISABLE"].map((mode) => ({
      at: ["spec", "mtls", "mode"],
      to: mode,
      says: `Mutual TLS is ${mode}.`,
    })),
    unknown: ["spec", "mtls", "mode"],
  },
  {
    rule: noPortHole,
    complies: [strict],
    breaks: [
      {
        at: ["spec", "portLevelMtls"],
        to: { "8080": { mode: "DISABLE" }, "9090": { mode: "STRICT" } },
        says: "On port 8080 mutual TLS is DISABLE.",
      },
    ],
    unknown: ["spec", "portLevelMtls"],
  },
  {
    rule: mtlsEverywhere,
    complies: [strict, namespace],
    breaks: [
      {
        at: ["spec", "selector"],
        to: { matchLabels: { app: "weaviate" } },
        says: "Nothing says that mutual TLS is STRICT in nephoran-system.",
      },
      {
        at: ["metadata", "namespace"],
        to: "nephoran-global",
        says: "Nothing says that mutual TLS is STRICT in nephoran-system.",
      },
      { at: ["metadata", "namespace"], to: "istio-system", says: [] },
    ],
    unknown: ["spec", "mtls", "mode"],
  },
  {
    rule: autoMtls,
    complies: [istiod],
    breaks: [
      {
        at: ["values", "meshConfig", "enableAutoMtls"],
        to: false,
        says: "Proxies use no mutual TLS unless a rule says so.",
      },
    ],
    unknown: ["values", "meshConfig", "enableAutoMtls"],
  },
  {
    rule: noPlainDestinations,
    complies: [peer, nodes],
    breaks: [
      {
        at: ["spec", "trafficPolicy", "tls", "mode"],
        to: "DISABLE",
        says: "spec.trafficPolicy has eu-west-1.nephoran.local talked to in plain text.",
      },
      {
        at: ["spec", "subsets"],
        to: [{ name: "v2", trafficPolicy: { tls: { mode: "DISABLE" } } }],
        says: "spec.subsets[0].trafficPolicy has eu-west-1.nephoran.local talked to in plain text.",
      },
    ],
    unknown: ["spec", "trafficPolicy", "tls", "mode"],
  },
  {
    rule: noPlainDestinations,
    complies: [nodes],
    breaks: [
      {
        at: ["spec", "trafficPolicy", "portLevelSettings", 0, "port", "number"],
        to: 8080,
        says:
          "spec.trafficPolicy.portLevelSettings[0] has cockroachdb.nephoran-global.svc.cluster.local " +
          "talked to in plain text, on port 8080.",
      },
      {
        at: ["spec", "host"],
        to: "weaviate.nephoran-system.svc.cluster.local",
        says:
          "spec.trafficPolicy.portLevelSettings[0] has weaviate.nephoran-system.svc.cluster.local " +
          "talked to in plain text, on port 26257.",
      },
    ],
    unknown: ["spec", "host"],
  },
  {
    rule: verifiedPeers,
    complies: [peer],
    breaks: [
      {
        at: ["spec", "trafficPolicy", "tls", "subjectAltNames"],
        to: [],
        says: "spec.trafficPolicy does not say who eu-west-1.nephoran.local has to be.",
      },
      {
        at: ["spec", "trafficPolicy", "tls", "insecureSkipVerify"],
        to: true,
        says: "spec.trafficPolicy believes any certificate of eu-west-1.nephoran.local.",
      },
    ],
    unknown: ["spec", "trafficPolicy", "tls", "subjectAltNames"],
  },
  {
    rule: gatewayEncrypted,
    complies: [gateway],
    breaks: [
      {
        at: [...SERVER, "port", "protocol"],
        to: "HTTP",
        says: "spec.servers[0] takes requests in plain text.",
      },
      {
        at: [...SERVER, "tls"],
        to: REMOVED,
        says: "spec.servers[0] takes requests in plain text.",
      },
      {
        at: [...SERVER],
        to: { port: { number: 80, protocol: "HTTP" }, tls: { httpsRedirect: true } },
        says: [],
      },
    ],
    unknown: [...SERVER, "port", "protocol"],
  },
  {
    rule: gatewayTlsVersion,
    complies: [gateway],
    breaks: [
      {
        at: [...SERVER, "tls", "minProtocolVersion"],
        to: "TLSV1_0",
        says: "spec.servers[0] takes TLS from TLSV1_0.",
      },
      {
        at: [...SERVER, "tls", "minProtocolVersion"],
        to: REMOVED,
        says: "spec.servers[0] takes TLS from any version.",
      },
    ],
    unknown: [...SERVER, "tls", "minProtocolVersion"],
  },
];

describe("encryption in the mesh, as rules", () => {
  describeRules(cases);

  it("reads what the mesh is told also where the chart has made it", () => {
    const { type, name, inputs } = meshConfigMap("enableAutoMtls: false");
    expect(
      problemsOf(autoMtls, [resourceOf(type, name, { ...inputs })], "us-east-1"),
    ).to.deep.equal(["Proxies use no mutual TLS unless a rule says so."]);
  });
});
