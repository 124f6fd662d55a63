import {
  REGION,
  ZONE,
  cidr,
  claim,
  cronJob,
  egress,
  entry,
  eu,
  forward,
  health,
  issued,
  job,
  labelled,
  ofEu,
  policyFor,
  published,
  refusal,
  remote,
  routes,
  secret,
  server,
  sidecar,
  to,
  tokenOfEu,
  us,
} from "./admission-objects";

/** An object that a rule and the same rule in CEL have to judge alike. */
export interface AdmissionFixture {
  readonly rule: string;
  readonly region: string;
  readonly complies: boolean;
  readonly object: Readonly<Record<string, unknown>>;
}

interface Judged {
  readonly complies?: readonly object[];
  readonly breaks?: readonly object[];
}

const of = (rule: string, region: string, { complies = [], breaks = [] }: Judged) => [
  ...complies.map((object) => fixture(rule, region, true, object)),
  ...breaks.map((object) => fixture(rule, region, false, object)),
];

const fixture = (
  rule: string,
  region: string,
  complies: boolean,
  object: object,
): AdmissionFixture => ({ rule: `residency-${rule}`, region, complies, object: { ...object } });

/** At least one object that complies and one that does not, for every rule of residency with CEL. */
export const residencyAdmissionFixtures: readonly AdmissionFixture[] = [
  ...of("bound-objects-stay", "us-east-1", {
    complies: [labelled({}), labelled({ other: "x" }), job({}), cronJob({})],
    breaks: [labelled({ [ZONE]: "eu" }), job({ [ZONE]: "eu" }), cronJob({ [ZONE]: "eu" })],
  }),
  ...of("bound-objects-stay", "eu-west-1", {
    complies: [labelled({ [ZONE]: "eu" }), job({ [ZONE]: "eu" })],
    breaks: [labelled({ [ZONE]: "uk" }), cronJob({ [ZONE]: "uk" })],
  }),
  ...of("tenants-stay", "eu-west-1", {
    complies: [labelled({})],
    breaks: [labelled({ "nephoran.io/tenant": "acme" }), job({ "nephoran.io/tenant": "acme" })],
  }),
  ...of("remote-secrets", "us-east-1", {
    complies: [secret({}), remote("true", "us-west-2"), remote("remote", "us-west-2")],
    breaks: [remote("true", "eu-west-1"), remote("remote", "eu-west-1"), remote("true")],
  }),
  ...of("remote-secrets", "eu-west-1", {
    complies: [secret({})],
    breaks: [remote("true", "us-west-2"), remote("remote", "us-west-2")],
  }),
  ...of("reader-credentials", "eu-west-1", {
    complies: [secret({ type: "Opaque" })],
    breaks: [
      secret(
        { type: "kubernetes.io/service-account-token" },
        { annotations: { "kubernetes.io/service-account.name": "default" } },
      ),
    ],
  }),
  ...of("zone-credentials", "us-west-2", {
    complies: [secret({ stringData: { "client.nephoran_sync.key": "x" } })],
    breaks: [
      secret({}, { name: "cockroachdb-client-nephoran-eu-sync" }),
      secret({ stringData: { "client.nephoran_eu_sync.key": "x" } }),
      secret({ data: { "client.nephoran_eu_sync.crt": "eA==" } }),
    ],
  }),
  ...of("endpoint-labels", "us-east-1", {
    complies: [
      entry("us-east-1.failover.nephoran.local", [us, eu]),
      entry("us-east-1.failover.nephoran.local", []),
      entry("api.example.com", [{}]),
    ],
    breaks: [
      entry("us-east-1.failover.nephoran.local", [us, {}]),
      entry("us-east-1.failover.nephoran.local", [{ [REGION]: "eu-west-1" }]),
      entry("us-east-1.failover.nephoran.local", [{ ...us, [ZONE]: "eu" }]),
      entry("us-east-1.failover.nephoran.local", [{ [REGION]: "mars-1" }]),
    ],
  }),
  ...of("bound-host-endpoints", "eu-west-1", {
    complies: [
      entry("eu.nephoran.local", [eu]),
      entry("eu.nephoran.local", []),
      entry("eu-west-1.failover.nephoran.local", [eu, us]),
    ],
    breaks: [
      entry("eu.nephoran.local", [eu, us]),
      entry("us-east-1.nephoran.local", [eu]),
      entry("eu.nephoran.local", [], { workloadSelector: { labels: { app: "x" } } }),
    ],
  }),
  ...of("bound-host-identities", "eu-west-1", {
    complies: [
      policyFor("eu.nephoran.local", ["eu-west-1"]),
      policyFor("eu-west-1.failover.nephoran.local", ["us-east-1"]),
      policyFor("eu.nephoran.local", ["eu-west-1"], {
        loadBalancer: { localityLbSetting: { enabled: true } },
      }),
    ],
    breaks: [
      policyFor("eu.nephoran.local", ["eu-west-1", "us-west-2"]),
      policyFor("eu.nephoran.local", []),
      policyFor("us-east-1.nephoran.local", ["eu-west-1"]),
      policyFor("eu.nephoran.local", ["eu-west-1"], {
        loadBalancer: { localityLbSetting: { failover: [{ from: "eu", to: "us" }] } },
      }),
      policyFor("eu.nephoran.local", ["eu-west-1"], {
        portLevelSettings: [{ port: { number: 80 }, tls: { mode: "DISABLE" } }],
      }),
    ],
  }),
  ...of("bound-routes", "eu-west-1", {
    complies: [
      routes([{ ...ofEu, ...to("eu.nephoran.local") }]),
      routes([{ ...ofEu, ...to("eu-west-1.nephoran.local") }]),
      routes([{ ...ofEu, ...to("x.nephoran-system.svc.cluster.local") }]),
      routes([to("us-east-1.nephoran.local")]),
      routes([to("eu.nephoran.local")], "eu.nephoran.io"),
    ],
    breaks: [
      routes([{ ...ofEu, ...to("eu.nephoran.local", "us-east-1.nephoran.local") }]),
      routes([{ ...ofEu, ...to("eu-west-1.failover.nephoran.local") }]),
      routes([to("us-east-1.nephoran.local")], "eu.nephoran.io"),
      routes([{ ...ofEu, ...to("eu.nephoran.local"), mirror: { host: "eu.nephoran.local" } }]),
      routes([{ ...ofEu, redirect: { authority: "eu.nephoran.io" } }]),
    ],
  }),
  ...of("bound-routes", "us-east-1", {
    breaks: [routes([{ ...ofEu, ...to("x.nephoran-system.svc.cluster.local") }])],
  }),
  ...of("misdirected-refused", "us-east-1", {
    complies: [
      routes([refusal(tokenOfEu), forward], "nephoran.io"),
      routes([health, refusal(tokenOfEu), forward], "us-east-1.nephoran.io"),
      routes([forward]),
      routes([refusal({ uri: { prefix: "/" } }, 503)], "nephoran.io"),
    ],
    breaks: [
      routes([forward], "nephoran.io"),
      routes([forward, refusal(tokenOfEu)], "nephoran.io"),
      routes([refusal(tokenOfEu, 200), forward], "nephoran.io"),
      routes([refusal({ ...tokenOfEu, method: { exact: "GET" } }), forward], "nephoran.io"),
      routes([refusal(claim({ residency_zone: "uk" })), forward], "nephoran.io"),
    ],
  }),
  ...of("gateway-hosts", "us-east-1", {
    complies: [
      server(["nephoran-system/nephoran.io", "us-east-1.nephoran.io"]),
      server(["nephoran-system/*"], "ISTIO_MUTUAL"),
    ],
    breaks: [
      server(["nephoran-system/eu.nephoran.io"]),
      server(["eu-west-1.nephoran.io"]),
      server(["nephoran-system/*.nephoran.io"]),
    ],
  }),
  ...of("published-hosts", "us-west-2", {
    complies: [published("nephoran.io, us-west-2.nephoran.io")],
    breaks: [published("nephoran.io, eu.nephoran.io"), published("*.nephoran.io")],
  }),
  ...of("zone-claims", "us-east-1", {
    complies: [
      issued("https://auth.eu-west-1.nephoran.io", "residency_zone"),
      issued("https://auth.us-east-1.nephoran.io", "tenant"),
    ],
    breaks: [issued("https://auth.us-east-1.nephoran.io", "residency_zone")],
  }),
  ...of("egress-networks", "eu-west-1", {
    complies: [
      egress("weaviate", cidr("192.0.2.0/24", 443)),
      egress("weaviate", { to: [{ podSelector: {} }] }),
      egress("cockroachdb", cidr("0.0.0.0/0", 26257)),
    ],
    breaks: [
      egress("weaviate", cidr("0.0.0.0/0", 443)),
      egress("weaviate", cidr("128.0.0.0/1", 443)),
      egress("weaviate", { ports: [{ port: 443, protocol: "TCP" }] }),
      egress("cockroachdb", cidr("0.0.0.0/0", 26257, 443)),
      egress("cockroachdb", cidr("0.0.0.0/0")),
    ],
  }),
  ...of("outbound-registry-only", "eu-west-1", {
    complies: [
      sidecar({ spec: {} }),
      sidecar({ spec: { outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } } }),
    ],
    breaks: [sidecar({ spec: { outboundTrafficPolicy: { mode: "ALLOW_ANY" } } })],
  }),
];
