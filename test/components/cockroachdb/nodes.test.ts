import { expect } from "chai";
import { parseProgramConfig } from "../../../config/program-config";
import { settingsOf } from "../../../pki/identity-settings";
import { topologyWith } from "../../config/home-region";
import { issued, newAuthority } from "../../pki/samples";
import { shippedStack } from "../../shipped-project";
import { type MadeObjects, storeOf } from "./store-of";

interface NodeSpec {
  readonly serviceName: string;
  readonly replicas: number;
  readonly podManagementPolicy: string;
  readonly template: {
    readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
    readonly spec: {
      readonly terminationGracePeriodSeconds: number;
      readonly automountServiceAccountToken: boolean;
      readonly securityContext: Readonly<Record<string, unknown>>;
      readonly topologySpreadConstraints: readonly { readonly topologyKey: string }[];
      readonly volumes: readonly Readonly<Record<string, unknown>>[];
      readonly containers: readonly [Readonly<Record<string, unknown>>];
    };
  };
}

const specOf = (made: MadeObjects): NodeSpec =>
  made.get("StatefulSet", "cockroachdb").spec as unknown as NodeSpec;

describe("the nodes of the state store", () => {
  let made: MadeObjects;
  let spec: NodeSpec;
  before(async () => {
    made = await storeOf("eu-west-1");
    spec = specOf(made);
  });

  it("are three, all at once, and not waited for: they are not ready before there is a cluster", () => {
    expect(spec).to.deep.include({
      serviceName: "cockroachdb",
      replicas: 3,
      podManagementPolicy: "Parallel",
    });
    expect(made.get("StatefulSet", "cockroachdb").annotations).to.deep.equal({
      "pulumi.com/skipAwait": "true",
    });
    expect(spec.template.spec.topologySpreadConstraints[0]?.topologyKey).to.equal(
      "topology.kubernetes.io/zone",
    );
    expect(made.get("PodDisruptionBudget", "cockroachdb").spec).to.deep.include({
      maxUnavailable: 1,
    });
  });

  it("find each other before they are ready, and are found by clients only when they are", () => {
    const shown = made.names("Service").map((name) => {
      const { clusterIP, publishNotReadyAddresses, selector } = made.get("Service", name).spec;
      return [name, clusterIP, publishNotReadyAddresses, selector];
    });
    const all = { app: "cockroachdb" };
    expect(shown).to.have.deep.members([
      ["cockroachdb", "None", true, all],
      ["cockroachdb-public", undefined, undefined, all],
      ...[0, 1, 2].map((ordinal) => [
        `cockroachdb-${ordinal}`,
        undefined,
        true,
        { ...all, "statefulset.kubernetes.io/pod-name": `cockroachdb-${ordinal}` },
      ]),
    ]);
  });

  it("tell metrics on their port of HTTP, each by its own Service, to the region's Prometheus alone", () => {
    for (const ordinal of [0, 1, 2]) {
      const { ports } = made.get("Service", `cockroachdb-${ordinal}`).spec as {
        readonly ports: readonly object[];
      };
      expect(ports).to.deep.include({
        name: "https-metrics",
        port: 8090,
        targetPort: "http",
        appProtocol: "https",
      });
    }
    const ports = [{ port: 8080, protocol: "TCP" }];
    const from = [
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "nephoran-global" } },
        podSelector: { matchLabels: { app: "prometheus-regional" } },
      },
    ];
    const onHttp = made
      .all("NetworkPolicy")
      .flatMap(({ spec: { ingress } }) => (ingress ?? []) as readonly { ports: typeof ports }[])
      .filter((rule) => rule.ports.some(({ port }) => port === 8080));
    expect(onHttp).to.deep.equal([{ from, ports }]);
    const prometheus = "eu-west-1.nephoran.local/ns/nephoran-global/sa/prometheus-regional";
    expect(made.get("AuthorizationPolicy", "cockroachdb").spec).to.deep.include({
      action: "ALLOW",
      rules: [
        {
          from: [{ source: { principals: [prometheus] } }],
          to: [{ operation: { ports: ["8080"] } }],
        },
      ],
    });
  });

  it("have their certificates in one directory, with the keys as CockroachDB takes them", () => {
    const volume = spec.template.spec.volumes.find(({ name }) => name === "certificates");
    const items = (...files: readonly string[]) => files.map((key) => ({ key, path: key }));
    expect(volume).to.deep.equal({
      name: "certificates",
      projected: {
        defaultMode: 0o440,
        sources: [
          { secret: { name: "cockroachdb-node", items: items("ca.crt") } },
          { secret: { name: "cockroachdb-node", items: items("node.crt", "node.key") } },
          {
            secret: {
              name: "cockroachdb-client-root",
              items: items("client.root.crt", "client.root.key"),
            },
          },
        ],
      },
    });
    // A key that its group can read is taken only if that is the group of the process.
    expect(spec.template.spec.securityContext).to.include({ fsGroup: 10_001, runAsGroup: 10_001 });
    expect(spec.template.spec.containers[0]["volumeMounts"]).to.deep.include({
      name: "certificates",
      mountPath: "/cockroach/cockroach-certs",
      readOnly: true,
    });
  });

  it("learn the zone of their machine from the pod, and the machine as well", () => {
    expect(spec.template.spec.containers[0]["env"]).to.deep.equal([
      { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      { name: "NODE", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
      {
        name: "ZONE",
        valueFrom: {
          fieldRef: { fieldPath: "metadata.labels['topology.kubernetes.io/zone']" },
        },
      },
    ]);
  });

  it("are asked over TLS whether they live, and whether they take clients", () => {
    const { livenessProbe, readinessProbe, startupProbe } = spec.template.spec.containers[0];
    const get = (path: string) => ({ path, port: "http", scheme: "HTTPS" });
    expect(livenessProbe).to.deep.include({ httpGet: get("/health") });
    expect(startupProbe).to.deep.include({ httpGet: get("/health") });
    expect(readinessProbe).to.deep.include({ httpGet: get("/health?ready=1") });
  });

  it("do their own mutual TLS, and have time to hand over what they hold", () => {
    expect(spec.template.metadata.annotations).to.include({
      "traffic.sidecar.istio.io/excludeInboundPorts": "26257",
    });
    expect(spec.template.spec.terminationGracePeriodSeconds).to.equal(300);
    expect(spec.template.spec.automountServiceAccountToken).to.equal(false);
  });

  it("have for themselves what they may use", () => {
    const { resources } = spec.template.spec.containers[0] as {
      readonly resources: Readonly<Record<"requests" | "limits", object>>;
    };
    expect(resources.requests).to.include({ cpu: "4", memory: "16Gi" });
    expect(resources.limits).to.include({ cpu: "4", memory: "16Gi" });
  });

  it("keep volumes that can grow, and that the engine does not delete", () => {
    expect(made.names("PersistentVolumeClaim")).to.have.members(
      [0, 1, 2].map((ordinal) => `data-cockroachdb-${ordinal}`),
    );
    for (const name of made.names("PersistentVolumeClaim")) {
      const { registration } = made.get("PersistentVolumeClaim", name);
      expect(registration.options.protect, name).to.equal(true);
    }
    const { options } = made.get("StatefulSet", "cockroachdb").registration;
    expect(options.ignoreChanges).to.deep.equal(["spec.volumeClaimTemplates"]);
  });

  it("start anew with another certificate of theirs, and not with another one of an administrator", async () => {
    const settings = settingsOf((await issued(await newAuthority(), "home")).identity);
    const checksum = async (changes: object): Promise<string | undefined> => {
      const { cockroachCertificates } = parseProgramConfig({
        stack: "home",
        topology: topologyWith({}),
        settings: { VERSION: "1.4.2", ...settings, ...changes },
      });
      if (cockroachCertificates === undefined) throw new Error("They were issued.");
      const { template } = specOf(await storeOf("eu-west-1", { cockroachCertificates }));
      return template.metadata.annotations["nephoran.io/certificates-checksum"];
    };
    const { cockroachNodeCertificate: node = "", cockroachRootCertificate: root = "" } = settings;
    const before = await checksum({});
    expect(await checksum({ cockroachRootCertificate: root + root })).to.equal(before);
    expect(await checksum({ cockroachNodeCertificate: node + node })).to.not.equal(before);
  });

  it("reach other regions' gateways and the backups' bucket, and nothing else outside", async () => {
    const { cockroachdb } = shippedStack("eu-west-1");
    if (cockroachdb.mode !== "install") throw new Error("The shipped regions install it.");
    const backup = {
      ...{ bucket: "backups", endpoint: "s3.amazonaws.com", serviceAccountAnnotations: {} },
      ...{ full: "30 1 * * *", incremental: "*/30 * * * *", cidrs: ["198.51.100.0/24"] },
    };
    const backedUp = await storeOf("eu-west-1", { cockroachdb: { ...cockroachdb, backup } });
    const blocks = (one: MadeObjects) =>
      one
        .names("NetworkPolicy")
        .filter((name) => name.startsWith("cockroachdb-to-"))
        .flatMap((name) => {
          const { egress } = one.get("NetworkPolicy", name).spec as {
            readonly egress: readonly {
              readonly to: readonly { readonly ipBlock?: { readonly cidr: string } }[];
              readonly ports: readonly { readonly port: number }[];
            }[];
          };
          return egress.flatMap(({ to, ports }) =>
            to.flatMap(({ ipBlock }) => (ipBlock ? [`${ipBlock.cidr} ${ports[0]?.port}`] : [])),
          );
        });
    expect(blocks(made)).to.deep.equal(["0.0.0.0/0 26257", "::/0 26257"]);
    expect(blocks(backedUp).sort()).to.deep.equal([
      "0.0.0.0/0 26257",
      "198.51.100.0/24 443",
      "::/0 26257",
    ]);
  });
});
