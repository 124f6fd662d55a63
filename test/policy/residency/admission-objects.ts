const object =
  (apiVersion: string, kind: string, namespace?: string) =>
  (fields: object, metadata: object = {}): object => ({
    apiVersion,
    kind,
    metadata: { name: "fixture", ...(namespace !== undefined && { namespace }), ...metadata },
    ...fields,
  });

const configMap = object("v1", "ConfigMap", "nephoran-system");
export const secret = object("v1", "Secret", "istio-system");
const service = object("v1", "Service", "nephoran-ingress");
const networkPolicy = object("networking.k8s.io/v1", "NetworkPolicy", "nephoran-system");
const istio = (kind: string) => object("networking.istio.io/v1", kind, "nephoran-ingress");
const serviceEntry = istio("ServiceEntry");
const destinationRule = istio("DestinationRule");
const virtualService = istio("VirtualService");
const gateway = istio("Gateway");
export const sidecar = istio("Sidecar");
const tokens = object("security.istio.io/v1", "RequestAuthentication", "nephoran-ingress");

export const labelled = (labels: object): object => configMap({ data: {} }, { labels });
export const ZONE = "nephoran.io/residency-zone";
export const REGION = "nephoran.io/region";

const podWith = (labels: object): object => ({
  metadata: { labels: { app: "fixture", ...labels } },
  spec: { containers: [{ name: "main", image: "x" }], restartPolicy: "Never" },
});
export const job = (labels: object): object =>
  object("batch/v1", "Job", "nephoran-system")({ spec: { template: podWith(labels) } });
export const cronJob = (labels: object): object =>
  object(
    "batch/v1",
    "CronJob",
    "nephoran-system",
  )({
    spec: { schedule: "* * * * *", jobTemplate: { spec: { template: podWith(labels) } } },
  });

export const remote = (value: string, cluster?: string): object =>
  secret(
    {},
    {
      labels: { "istio/multiCluster": value },
      ...(cluster !== undefined && { annotations: { "networking.istio.io/cluster": cluster } }),
    },
  );

export const entry = (host: string, labels: readonly object[], more: object = {}): object =>
  serviceEntry({
    spec: {
      hosts: [host],
      ports: [{ number: 14443, name: "http", protocol: "HTTP" }],
      resolution: "STATIC",
      location: "MESH_INTERNAL",
      ...(labels.length > 0 && {
        endpoints: labels.map((one) => ({ address: "203.0.113.7", labels: one })),
      }),
      ...more,
    },
  });
export const eu = { [REGION]: "eu-west-1", [ZONE]: "eu" };
export const us = { [REGION]: "us-east-1" };

const identity = (region: string): string =>
  `spiffe://${region}.nephoran.local/ns/nephoran-ingress/sa/nephoran-gateway`;
export const policyFor = (host: string, regions: readonly string[], more: object = {}): object =>
  destinationRule({
    spec: {
      host,
      trafficPolicy: {
        tls: { mode: "ISTIO_MUTUAL", subjectAltNames: regions.map(identity) },
        ...more,
      },
    },
  });

export const to = (...hosts: string[]): object => ({
  route: hosts.map((host) => ({ destination: { host, port: { number: 14443 } } })),
});
export const claim = (values: Readonly<Record<string, string>>): object => ({
  headers: Object.fromEntries(
    Object.entries(values).map(([name, exact]) => [`@request.auth.claims.${name}`, { exact }]),
  ),
});
export const routes = (http: readonly object[], host = "other.example.com"): object =>
  virtualService({ spec: { hosts: [host], http } });
export const ofEu = { match: [claim({ residency_zone: "eu" })] };

export const tokenOfEu = claim({ iss: "https://auth.eu-west-1.nephoran.io", residency_zone: "eu" });
export const refusal = (match: object, status = 421): object => ({
  match: [match],
  directResponse: { status },
});
export const health = {
  match: [{ uri: { exact: "/health" }, method: { exact: "GET" } }],
  ...to("us-east-1.nephoran.local"),
};
export const forward = to("us-east-1.failover.nephoran.local");

export const server = (hosts: readonly string[], mode = "SIMPLE"): object =>
  gateway({
    spec: {
      selector: { istio: "nephoran-gateway" },
      servers: [
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          tls: { mode, ...(mode === "SIMPLE" && { credentialName: "x" }) },
          hosts,
        },
      ],
    },
  });

export const published = (hostname: string): object =>
  service(
    { spec: { selector: { app: "x" }, ports: [{ port: 443 }] } },
    { annotations: { "external-dns.alpha.kubernetes.io/hostname": hostname } },
  );

export const issued = (issuer: string, name: string): object =>
  tokens({
    spec: {
      selector: { matchLabels: { app: "x" } },
      jwtRules: [{ issuer, outputClaimToHeaders: [{ header: "x-nephoran-zone", claim: name }] }],
    },
  });

export const egress = (app: string, rule: object): object =>
  networkPolicy({
    spec: { podSelector: { matchLabels: { app } }, policyTypes: ["Egress"], egress: [rule] },
  });
export const cidr = (block: string, ...ports: number[]): object => ({
  to: [{ ipBlock: { cidr: block } }],
  ...(ports.length > 0 && { ports: ports.map((port) => ({ port, protocol: "TCP" })) }),
});
