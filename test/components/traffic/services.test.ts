import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { Traffic } from "../../../components/traffic/traffic";
import { SecretText } from "../../../config/secret-text";
import { noPeersYet } from "../../../outputs/peers";
import { shippedStack } from "../../shipped-project";
import { registrations, serviceAddresses } from "../registrations";
import { type MadeTraffic, trafficOf } from "./traffic-of";

interface Service {
  readonly type?: string;
  readonly externalTrafficPolicy?: string;
  readonly selector: unknown;
  readonly ports: readonly { readonly port: number; readonly targetPort: number }[];
}

const { gateway } = shippedStack("us-east-1");
const pods = { app: "nephoran-gateway", istio: "nephoran-gateway" };

const service = (made: MadeTraffic, name: string): Service => made.spec("Service", name) as Service;

const ports = (made: MadeTraffic, name: string): number[] =>
  service(made, name).ports.map(({ port, targetPort }) => {
    // Policies of the network and of the mesh name the pod's ports.
    expect(targetPort).to.equal(port);
    return port;
  });

describe("the Services of a gateway", () => {
  let made: MadeTraffic;
  before(async () => {
    made = await trafficOf("us-east-1");
  });

  it("are a load balancer for users and regions, and another one for callers inside", () => {
    const outside = service(made, "nephoran-gateway");
    expect(outside.type).to.equal("LoadBalancer");
    expect(outside.selector).to.deep.equal(pods);
    expect(ports(made, "nephoran-gateway")).to.deep.equal([80, 443, 14443, 26257]);
    const inside = service(made, "internal-gateway");
    expect(inside.type).to.equal(undefined);
    expect(inside.selector).to.deep.equal(pods);
    expect(ports(made, "internal-gateway")).to.deep.equal([8443]);
  });

  it("show policies the address of a caller, and not of the node that it came by", () => {
    expect(service(made, "nephoran-gateway").externalTrafficPolicy).to.equal("Local");
  });

  it("are waited for until there is an address, which the component tells", async () => {
    expect(made.get("Service", "nephoran-gateway").annotations).to.deep.equal({
      "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress}",
    });
    const config = shippedStack("us-east-1");
    const told: string[] = [];
    await registrations(() => {
      const { address, clusterIp } = new Traffic("traffic", {
        ...config,
        peers: noPeersYet(config),
      });
      for (const output of [address, clusterIp] satisfies pulumi.Output<string>[]) {
        output.apply((text) => told.push(text));
      }
    });
    expect(told).to.have.members([serviceAddresses.loadBalancer, serviceAddresses.clusterIp]);
  });

  it("are published by ExternalDNS on demand, under the hosts that the region answers", async () => {
    const inZone = await trafficOf("eu-west-1", { gateway: { ...gateway, externalDns: true } });
    const { annotations } = inZone.get("Service", "nephoran-gateway");
    expect(annotations).to.include({
      "external-dns.alpha.kubernetes.io/hostname":
        "nephoran.io,eu-west-1.nephoran.io,eu.nephoran.io",
      "external-dns.alpha.kubernetes.io/set-identifier": "eu-west-1",
    });
    expect(inZone.get("Service", "internal-gateway").annotations).to.deep.equal({
      "pulumi.com/skipAwait": "true",
    });
  });

  it("carry the annotations of the stack file", async () => {
    const annotations = { "service.beta.kubernetes.io/aws-load-balancer-type": "nlb" };
    const annotated = await trafficOf("us-east-1", { gateway: { ...gateway, annotations } });
    expect(annotated.get("Service", "nephoran-gateway").annotations).to.include(annotations);
  });
});

describe("the public certificate of a gateway", () => {
  const secretName = "public";

  it("is somebody else's business by default", async () => {
    const made = await trafficOf("us-east-1");
    expect(made.all("Secret").size + made.all("Certificate").size).to.equal(0);
  });

  it("is a TLS Secret of what is configured, and its key stays a secret", async () => {
    const keyPair = { certificate: "the certificate", key: new SecretText("the key") };
    const certificate = { from: "configuration", secretName, keyPair } as const;
    const made = await trafficOf("us-east-1", { gateway: { ...gateway, certificate } });
    const { namespace, spec, registration } = made.get("Secret", secretName);
    expect(namespace).to.equal("nephoran-ingress");
    expect(spec).to.deep.include({
      type: "kubernetes.io/tls",
      stringData: { "tls.crt": "the certificate", "tls.key": "the key" },
    });
    const given = registration.inputs["stringData"] as Record<string, unknown>;
    expect([given, given["tls.key"]].some(pulumi.runtime.isRpcSecret)).to.equal(true);
  });

  it("is asked of cert-manager, for the hosts that the region answers", async () => {
    const certificate = { from: "cert-manager", secretName, clusterIssuer: "acme" } as const;
    const made = await trafficOf("eu-west-1", { gateway: { ...gateway, certificate } });
    expect(made.spec("Certificate", secretName)).to.deep.equal({
      secretName,
      dnsNames: ["nephoran.io", "eu-west-1.nephoran.io", "eu.nephoran.io"],
      privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
      issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "acme" },
    });
    const { servers } = made.spec("Gateway", "public") as { servers: readonly { tls: object }[] };
    expect(servers[0]?.tls).to.include({ credentialName: secretName });
  });
});

describe("the network of a gateway", () => {
  const allowed = (made: MadeTraffic): Record<string, unknown> =>
    Object.fromEntries(
      [...made.all("NetworkPolicy")].map(([name, { spec }]) => {
        expect(spec["podSelector"]).to.deep.equal({ matchLabels: pods });
        const rules = (spec["ingress"] ?? spec["egress"]) as readonly [
          { readonly from?: unknown; readonly to?: unknown; readonly ports: { port: number }[] },
        ];
        const [{ from, to, ports }] = rules;
        return [name, { peers: from ?? to, ports: ports.map(({ port }) => port) }];
      }),
    );
  const podsOf = (namespace: string, matchLabels: object) => [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
      podSelector: { matchLabels },
    },
  ];
  const world = [{ ipBlock: { cidr: "0.0.0.0/0" } }, { ipBlock: { cidr: "::/0" } }];

  it("is open to users and regions, to the front, and towards processors and regions", async () => {
    const itself = { peers: podsOf("nephoran-ingress", pods), ports: [14443] };
    expect(allowed(await trafficOf("us-east-1"))).to.deep.equal({
      "nephoran-gateway-from-users": { peers: world, ports: [80, 443] },
      "nephoran-gateway-from-regions": { peers: world, ports: [14443] },
      "nephoran-gateway-from-nephoran-gateway": itself,
      "nephoran-gateway-from-llm-processor": {
        peers: podsOf("nephoran-system", { app: "llm-processor" }),
        ports: [8443, 443],
      },
      "nephoran-gateway-from-prometheus-regional": {
        peers: podsOf("nephoran-global", { app: "prometheus-regional" }),
        ports: [8443, 15090],
      },
      "nephoran-gateway-from-traffic-controller": {
        peers: podsOf("nephoran-global", { app: "traffic-controller" }),
        ports: [8443],
      },
      "nephoran-gateway-to-traffic-controller": {
        peers: podsOf("nephoran-global", { app: "traffic-controller" }),
        ports: [8080],
      },
      "nephoran-gateway-to-prometheus-global": {
        peers: podsOf("nephoran-global", { app: "prometheus-global" }),
        ports: [9090],
      },
      "nephoran-gateway-to-llm-processor-regional": {
        peers: podsOf("nephoran-system", { app: "llm-processor-regional" }),
        ports: [8080],
      },
      "nephoran-gateway-to-nephoran-gateway": itself,
      "nephoran-gateway-to-regions": { peers: world, ports: [14443] },
      "nephoran-gateway-from-nodes-of-regions": { peers: world, ports: [26257] },
      "nephoran-gateway-to-cockroachdb": {
        peers: podsOf("nephoran-global", { app: "cockroachdb" }),
        ports: [26257],
      },
    });
  });

  it("is open to the regions' own networks alone where the stack file names them", async () => {
    const made = await trafficOf("us-east-1", {
      gateway: { ...gateway, peerCidrs: ["198.51.100.0/24"] },
    });
    const peers = [{ ipBlock: { cidr: "198.51.100.0/24" } }];
    expect(allowed(made)).to.deep.include({
      "nephoran-gateway-from-regions": { peers, ports: [14443] },
      "nephoran-gateway-from-nodes-of-regions": { peers, ports: [26257] },
    });
  });

  it("knows nothing of the state store where that is somebody else's", async () => {
    const made = await trafficOf("us-east-1", {
      cockroachdb: { mode: "existing", version: "v25.4.2", host: "sql.example.com" },
    });
    expect(ports(made, "nephoran-gateway")).to.deep.equal([80, 443, 14443]);
    expect(Object.keys(allowed(made)).filter((name) => /nodes|cockroach/.test(name))).to.deep.equal(
      [],
    );
    expect([...made.all("AuthorizationPolicy").keys()]).to.not.include("admit-nodes-of-regions");
  });
});
