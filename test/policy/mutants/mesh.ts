import { type Breakable, broken, type Mutant } from "./mutant";
import { added, changed, changedResource, removed } from "./objects";

const PROCESSOR = "nephoran-system/llm-processor-regional";
const FAILOVER = "nephoran-ingress/us-east-1.failover.nephoran.local";

/** What the pods of the processors are told about their proxies. */
const annotation = (rule: string, key: string, value: string): Mutant =>
  changed([rule, "us-east-1"], "Deployment", PROCESSOR, (props) => {
    props["spec"].template.metadata.annotations[key] = value;
  });

/** What the mesh as a whole is told. */
const meshConfig = (rule: string, region: string, breakIt: (settings: Breakable) => void): Mutant =>
  changedResource([rule, region], "istio-mesh-istiod", (props) => {
    breakIt(props["values"].meshConfig);
  });

const server = (
  rule: string,
  region: string,
  gateway: string,
  breakIt: (server: Breakable, props: Breakable) => void,
): Mutant =>
  changed([rule, region], "Gateway", gateway, (props) => {
    breakIt(props["spec"].servers[0], props);
  });

const trafficPolicy = (rule: string, name: string, breakIt: (policy: Breakable) => void): Mutant =>
  changed([rule, "us-east-1"], "DestinationRule", name, (props) => {
    breakIt(props["spec"].trafficPolicy);
  });

/** The mesh and the networks of the project, broken once for each rule. */
export const meshMutants: readonly Mutant[] = [
  changed(["mesh-strict-mtls", "eu-west-1"], "PeerAuthentication", "istio-system/default", (it) => {
    it["spec"].mtls.mode = "PERMISSIVE";
  }),
  added(
    ["mesh-no-port-hole", "eu-west-1"],
    "security.istio.io/v1:PeerAuthentication",
    "weaviate-without-mtls",
    {
      apiVersion: "security.istio.io/v1",
      kind: "PeerAuthentication",
      metadata: { name: "weaviate", namespace: "nephoran-system" },
      spec: {
        selector: { matchLabels: { app: "weaviate" } },
        portLevelMtls: { 8080: { mode: "DISABLE" } },
      },
    },
  ),
  removed(["mesh-mtls-everywhere", "us-east-1"], "PeerAuthentication", "istio-system/default"),
  meshConfig("mesh-auto-mtls", "us-west-2", (settings) => (settings["enableAutoMtls"] = false)),
  changed(["mesh-injection-on", "us-east-1"], "Namespace", "nephoran-global", (props) => {
    delete props["metadata"].labels["istio-injection"];
  }),
  annotation("mesh-no-opt-out", "sidecar.istio.io/inject", "false"),
  added(
    ["mesh-injector-fails-closed", "us-east-1"],
    "admissionregistration.k8s.io/v1:MutatingWebhookConfiguration",
    "mesh-istiod:istio-sidecar-injector",
    {
      metadata: { name: "istio-sidecar-injector" },
      webhooks: [{ name: "namespace.sidecar-injector.istio.io", failurePolicy: "Ignore" }],
    },
  ),
  annotation("mesh-no-inbound-bypass", "traffic.sidecar.istio.io/excludeInboundPorts", "8080"),
  changed(
    ["mesh-no-inbound-bypass", "eu-west-1"],
    "StatefulSet",
    "nephoran-global/cockroachdb",
    (props) => {
      props["spec"].template.metadata.annotations["traffic.sidecar.istio.io/excludeInboundPorts"] =
        "26257,8080";
    },
  ),
  annotation(
    "mesh-no-outbound-bypass",
    "traffic.sidecar.istio.io/excludeOutboundIPRanges",
    "0.0.0.0/0",
  ),
  trafficPolicy("mesh-no-plain-destinations", FAILOVER, (policy) => {
    policy["tls"].mode = "DISABLE";
  }),
  trafficPolicy("mesh-no-plain-destinations", "nephoran-global/cockroachdb-0", (policy) => {
    policy["portLevelSettings"][0].port.number = 8080;
  }),
  trafficPolicy("mesh-verified-peers", FAILOVER, (policy) => {
    delete policy["tls"].subjectAltNames;
  }),
  removed(["mesh-networks-denied", "eu-west-1"], "NetworkPolicy", "nephoran-ingress/default-deny"),
  changed(
    ["mesh-networks-denied", "us-east-1"],
    "NetworkPolicy",
    "nephoran-system/default-deny",
    (props) => props["spec"].policyTypes.pop(),
  ),
  changed(
    ["mesh-networks-narrow", "us-east-1"],
    "NetworkPolicy",
    "nephoran-system/weaviate-from-llm-processor-regional",
    (props) => {
      delete props["spec"].ingress[0].ports;
    },
  ),
  changed(
    ["mesh-no-world-networks", "us-east-1"],
    "NetworkPolicy",
    "nephoran-system/llm-processor-to-regions",
    (props) => (props["spec"].podSelector.matchLabels.app = "llm-processor-regional"),
  ),
  changed(
    ["mesh-no-world-networks", "eu-west-1"],
    "NetworkPolicy",
    "nephoran-ingress/nephoran-gateway-to-regions",
    (props) => props["spec"].egress[0].ports.push({ port: 443, protocol: "TCP" }),
  ),
  changed(
    ["mesh-networks-explained", "us-east-1"],
    "NetworkPolicy",
    "nephoran-system/allow-dns",
    (props) => {
      delete props["metadata"].annotations;
    },
  ),
  removed(
    ["mesh-callers-denied", "us-east-1"],
    "AuthorizationPolicy",
    "nephoran-system/default-deny",
  ),
  changed(
    ["mesh-callers-needed", "eu-west-1"],
    "AuthorizationPolicy",
    "nephoran-system/weaviate",
    (props) => {
      delete props["spec"].rules[0].from;
    },
  ),
  changed(
    ["mesh-named-callers", "eu-west-1"],
    "AuthorizationPolicy",
    "nephoran-ingress/admit-peers",
    (props) => props["spec"].rules[0].from[0].source.principals.push("*"),
  ),
  changed(
    ["mesh-token-rules", "ap-southeast-1"],
    "RequestAuthentication",
    "nephoran-ingress/nephoran-gateway",
    (props) => {
      delete props["spec"].jwtRules[0].audiences;
    },
  ),
  meshConfig("mesh-registry-only", "eu-west-1", (settings) => {
    settings["outboundTrafficPolicy"].mode = "ALLOW_ANY";
  }),
  changed(
    ["mesh-entry-scope", "us-east-1"],
    "ServiceEntry",
    "nephoran-ingress/eu-west-1.nephoran.local",
    (props) => {
      props["spec"].hosts = ["*.nephoran.local"];
    },
  ),
  server("mesh-gateway-hosts", "eu-west-1", "nephoran-ingress/public", (one) => {
    one["hosts"].push("*.nephoran.io");
  }),
  changed(
    ["mesh-route-hosts", "us-east-1"],
    "VirtualService",
    "nephoran-system/peers-routing",
    (it) => it["spec"].gateways.push("nephoran-ingress/public"),
  ),
  server("mesh-gateway-encrypted", "us-west-2", "nephoran-ingress/public-redirect", (one) => {
    delete one["tls"];
  }),
  server("mesh-gateway-tls-version", "us-west-2", "nephoran-ingress/public", (one) => {
    one["tls"].minProtocolVersion = "TLSV1_1";
  }),
  changed(
    ["mesh-listed-load-balancers", "eu-west-1"],
    "Service",
    "nephoran-system/weaviate",
    (it) => {
      it["spec"].type = "LoadBalancer";
    },
  ),
  changed(["mesh-no-node-ports", "eu-west-1"], "Service", "nephoran-system/weaviate", (props) => {
    props["spec"].type = "NodePort";
  }),
  changed(
    ["mesh-no-external-names", "us-east-1"],
    "Service",
    "nephoran-system/prometheus",
    (props) => {
      props["spec"].externalName = "metrics.example.com";
    },
  ),
  meshConfig("mesh-no-zone-alias", "us-east-1", (settings) => {
    settings["trustDomainAliases"].push("eu-west-1.nephoran.local");
  }),
  meshConfig("mesh-no-zone-alias", "eu-west-1", (settings) => {
    settings["trustDomainAliases"].push("us-east-1.nephoran.local");
  }),
  server("mesh-no-zone-passthrough", "eu-west-1", "nephoran-ingress/peers", (one) => {
    one["tls"].mode = "AUTO_PASSTHROUGH";
  }),
  server("mesh-own-passthrough", "us-east-1", "istio-system/eastwest-gateway", (_, props) => {
    props["spec"].selector = { app: "nephoran-gateway", istio: "nephoran-gateway" };
  }),
  trafficPolicy("mesh-failover-keys", FAILOVER, (policy) => {
    policy["loadBalancer"].localityLbSetting.failoverPriority = ["tier=first", "tier=second"];
  }),
  trafficPolicy("mesh-outlier-detection", FAILOVER, (policy) => {
    delete policy["outlierDetection"];
  }),
  {
    rule: "mesh-known-filters",
    region: "us-east-1",
    mutate: (resources) =>
      broken(
        resources,
        ({ type }) => type.endsWith(":EnvoyFilter"),
        (props) => {
          props["metadata"].name = "log-everything";
        },
      ),
  },
];
