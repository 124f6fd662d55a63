import { type Breakable, broken, type Mutant } from "./mutant";
import { added, changedResource, removed } from "./objects";
import { residencyDatabaseMutants } from "./residency-database";
import { unconfinedCa } from "./unconfined-ca";
import type { PolicyResource } from "../../../policy/rule";

const at = (rule: string, region: string) => [`residency-${rule}`, region] as const;

/** Changes a resource by its logical name. */
const changed = (
  rule: string,
  region: string,
  name: string,
  breakIt: (props: Breakable) => void,
): Mutant => changedResource(at(rule, region), name, breakIt);

/** A Secret that should not be there. */
const secret = (
  rule: string,
  region: string,
  namespace: string,
  { metadata = {}, ...fields }: { readonly metadata?: object; readonly [field: string]: unknown },
): Mutant =>
  added(at(rule, region), "core/v1:Secret", "added", {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "added", namespace, ...metadata },
    ...fields,
  });

/** A resource that is no object of the cluster, and should not be there. */
const foreign = (rule: string, region: string, type: string, props: PolicyResource["props"]) => ({
  rule: `residency-${rule}`,
  region,
  mutate: (resources: readonly PolicyResource[]) => [...resources, { type, name: "added", props }],
});

/** An object of the mesh that should not be there. */
const ofMesh = (rule: string, region: string, kind: string, spec: object): Mutant =>
  added(at(rule, region), `networking.istio.io/v1:${kind}`, "added", {
    apiVersion: "networking.istio.io/v1",
    kind,
    metadata: { name: "added", namespace: "nephoran-system" },
    spec,
  });

const ROUTING = "traffic-global-traffic-routing";
const PROMETHEUS = "prometheus-regional-configuration";
const PROCESSOR = "llm-processor-regional-deployment";

/** Changes what the region's Prometheus is told, in place. */
const reconfigured = (rule: string, region: string, from: string | RegExp, to: string): Mutant =>
  changed(rule, region, PROMETHEUS, (props) => {
    const { data } = props as { data: Record<string, string> };
    const text = data["prometheus.yml"] ?? "";
    data["prometheus.yml"] = text.replace(from, to);
    if (data["prometheus.yml"] === text) throw new Error(`${PROMETHEUS} has no ${String(from)}.`);
  });

const container = (props: Breakable): Breakable =>
  props["spec"].template.spec.containers[0] as Breakable;

const isBindingOfRoutes = ({ type, name }: PolicyResource): boolean =>
  type.endsWith(":ValidatingAdmissionPolicyBinding") &&
  name === "region-base-nephoran-virtualservices";

/** Ways to let bound data out of its zone, one for each rule and more where there are several. */
export const residencyMutants: readonly Mutant[] = [
  changed("bound-objects-stay", "us-east-1", "weaviate-data-0", (props) => {
    props["metadata"].labels["nephoran.io/residency-zone"] = "eu";
  }),
  changed("bound-objects-stay", "eu-west-1", "region-base-nephoran-global", (props) => {
    delete props["metadata"].labels["nephoran.io/residency-zone"];
  }),
  changed("tenants-stay", "us-west-2", "weaviate-replicas", (props) => {
    props["spec"].template.metadata.labels["nephoran.io/tenant"] = "acme";
  }),
  foreign("stack-references", "eu-west-1", "pulumi:pulumi:StackReference", {
    name: "organization/analytics/prod",
  }),
  secret("remote-secrets", "us-east-1", "istio-system", {
    metadata: {
      labels: { "istio/multiCluster": "true" },
      annotations: { "networking.istio.io/cluster": "eu-west-1" },
    },
  }),
  secret("reader-credentials", "eu-west-1", "nephoran-system", {
    metadata: { annotations: { "kubernetes.io/service-account.name": "default" } },
    type: "kubernetes.io/service-account-token",
  }),
  secret("zone-credentials", "us-east-1", "nephoran-global", {
    metadata: { name: "cockroachdb-client-nephoran-eu-sync" },
  }),
  reconfigured(
    "remote-write-series",
    "eu-west-1",
    "regex: nephoran:region",
    "regex: up|nephoran:region",
  ),
  reconfigured("remote-write-labels", "eu-west-1", "__name__|region|", "__name__|tenant|region|"),
  reconfigured("remote-write-labels", "eu-west-1", "send_exemplars: false", "send_exemplars: true"),
  reconfigured(
    "remote-write-targets",
    "eu-west-1",
    /url: http:\/\/internal-gateway\S+/,
    "url: https://metrics.example.com",
  ),
  reconfigured("metrics-unread", "us-east-1", "localhost:9090", "eu-west-1.nephoran.local:9090"),
  changed("endpoint-labels", "eu-west-1", "traffic-eu-west-1.failover.nephoran.local", (props) => {
    delete props["spec"].endpoints[0].labels["nephoran.io/residency-zone"];
  }),
  changed("bound-host-endpoints", "eu-west-1", "traffic-eu.nephoran.local", (props) => {
    const labels = { "nephoran.io/region": "us-east-1" };
    props["spec"].endpoints.push({ address: "203.0.113.7", labels });
  }),
  changed("bound-host-identities", "eu-west-1", "traffic-eu.nephoran.local-policy", (props) => {
    const stranger = "spiffe://us-east-1.nephoran.local/ns/nephoran-ingress/sa/nephoran-gateway";
    props["spec"].trafficPolicy.tls.subjectAltNames.push(stranger);
  }),
  changed("bound-routes", "eu-west-1", ROUTING, (props) => {
    props["spec"].http[0].route[0].destination.host = "eu-west-1.failover.nephoran.local";
  }),
  changed("bound-routes", "eu-west-1", "traffic-zone-routing", (props) => {
    props["spec"].http.at(-1).mirror = { host: "us-east-1.nephoran.local" };
  }),
  changed("misdirected-refused", "us-east-1", ROUTING, (props) => {
    props["spec"].http.shift();
  }),
  changed("misdirected-refused", "us-west-2", "traffic-region-routing", (props) => {
    props["spec"].http.reverse();
  }),
  changed("gateway-hosts", "us-east-1", "traffic-public", (props) => {
    props["spec"].servers[0].hosts.push("nephoran-system/eu.nephoran.io");
  }),
  added(at("zone-certificates", "us-east-1"), "cert-manager.io/v1:Certificate", "added", {
    spec: { dnsNames: ["nephoran.io", "*.nephoran.io"] },
  }),
  changed("published-hosts", "us-west-2", "traffic-service", (props) => {
    const hostname = "external-dns.alpha.kubernetes.io/hostname";
    props["metadata"].annotations[hostname] = "nephoran.io,eu.nephoran.io";
  }),
  changed("zone-claims", "us-east-1", "traffic-tokens", (props) => {
    const output = { header: "x-nephoran-zone", claim: "residency_zone" };
    props["spec"].jwtRules[0].outputClaimToHeaders.push(output);
  }),
  ofMesh("egress-hosts", "eu-west-1", "ServiceEntry", { hosts: ["api.openai.com"] }),
  changed("egress-hosts", "eu-west-1", "llm-processor-to-own-region", (props) => {
    props["spec"].hosts = ["us-east-1.nephoran.io"];
    delete props["spec"].endpoints;
  }),
  changed("egress-networks", "eu-west-1", "llm-processor-to-nephoran-gateway", (props) => {
    props["spec"].egress[0].to = [{ ipBlock: { cidr: "0.0.0.0/0" } }];
    props["spec"].egress[0].ports = [{ port: 443, protocol: "TCP" }];
  }),
  changed("egress-networks", "eu-west-1", "weaviate-to-peers", (props) => {
    props["spec"].egress[0].to = [{ ipBlock: { cidr: "0.0.0.0/0" } }];
  }),
  ofMesh("outbound-registry-only", "eu-west-1", "Sidecar", {
    outboundTrafficPolicy: { mode: "ALLOW_ANY" },
  }),
  changed("telemetry-targets", "eu-west-1", "istio-mesh-istiod", (props) => {
    props["values"].meshConfig.extensionProviders = [
      { name: "traces", opentelemetry: { service: "collector.example.com", port: 4317 } },
    ];
  }),
  changed("trust-domain", "us-east-1", "istio-mesh-istiod", (props) => {
    props["values"].meshConfig.trustDomain = "eu-west-1.nephoran.local";
  }),
  secret("ca-name-constraints", "eu-west-1", "istio-system", {
    metadata: { name: "cacerts" },
    stringData: { "ca-cert.pem": unconfinedCa },
  }),
  changed("bucket-places", "eu-west-1", "weaviate-replicas", (props) => {
    container(props)["env"].push({ name: "AWS_REGION", value: "us-east-1" });
  }),
  changed("bucket-places", "eu-west-1", "weaviate-settings", (props) => {
    props["data"].BACKUP_S3_ENDPOINT = "s3.us-east-1.amazonaws.com";
  }),
  foreign("cloud-places", "eu-west-1", "aws:s3/bucketV2:BucketV2", { region: "us-east-1" }),
  added(at("volumes-stay", "eu-west-1"), "storage.k8s.io/v1:StorageClass", "added", {
    allowedTopologies: [
      {
        matchLabelExpressions: [
          { key: "topology.kubernetes.io/region", values: ["eu-west-1", "us-east-1"] },
        ],
      },
    ],
  }),
  changed("node-placement", "eu-west-1", "cockroachdb-nodes", (props) => {
    props["spec"].template.spec.nodeSelector = { "topology.kubernetes.io/region": "us-east-1" };
  }),
  changed("registries", "eu-west-1", PROCESSOR, (props) => {
    container(props)["image"] = "1234.dkr.ecr.us-east-1.amazonaws.com/llm-processor:0.1.0";
  }),
  changed("synchronizer-scope", "eu-west-1", "state-synchronizer-deployment", (props) => {
    const { env } = container(props) as { env: { name: string }[] };
    container(props)["env"] = env.filter(({ name }) => name !== "RESIDENCY_ZONE");
  }),
  changed("synchronizer-scope", "us-east-1", "state-synchronizer-reconciliation", (props) => {
    const [synchronizer] = props["spec"].jobTemplate.spec.template.spec.containers;
    synchronizer.env.push({ name: "ZONE_SQL_DATABASE", value: "nephoran_eu" });
  }),
  changed("replicated-secrets", "eu-west-1", "weaviate-api-key", (props) => {
    props["metadata"].annotations = { "kubed.appscode.com/sync-contexts": "us-east-1" };
  }),
  changed("egress-denied", "eu-west-1", "region-base-nephoran-system-default-deny", (props) => {
    props["spec"].policyTypes = ["Ingress"];
  }),
  removed(at("egress-denied", "eu-west-1"), "NetworkPolicy", "nephoran-ingress/default-deny"),
  removed(at("edge-filter", "us-east-1"), "EnvoyFilter", "strip-token-headers"),
  removed(at("edge-filter", "eu-west-1"), "RequestAuthentication", "nephoran-gateway"),
  changed("misdirected-unlogged", "us-east-1", "istio-mesh-istio-system-access-log", (props) => {
    delete props["spec"].accessLogging[0].filter;
  }),
  added(at("zone-database-exists", "eu-west-1"), "batch/v1:Job", "added", {
    metadata: { name: "cockroachdb-ready", namespace: "nephoran-global" },
  }),
  {
    rule: "residency-admission-installed",
    region: "eu-west-1",
    mutate: (resources) =>
      broken(resources, isBindingOfRoutes, (props) => {
        props["spec"].validationActions = ["Audit"];
      }),
  },
  ...residencyDatabaseMutants,
];
