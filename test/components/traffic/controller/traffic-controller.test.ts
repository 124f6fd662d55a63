import { expect } from "chai";
import type { MadeObjects } from "../../cockroachdb/store-of";
import { controllerOf, podOf } from "./controller-of";

const deployment = (made: MadeObjects) => made.get("Deployment", "traffic-controller");

describe("the traffic controller of a region", () => {
  let made: MadeObjects;
  before(async () => {
    made = await controllerOf("us-east-1");
  });

  it("is two pods in two zones, of which one at a time may be evicted", () => {
    expect(deployment(made).namespace).to.equal("nephoran-global");
    expect(deployment(made).spec["replicas"]).to.equal(2);
    expect(podOf(made).spec.topologySpreadConstraints.map((it) => it.topologyKey)).to.deep.equal([
      "topology.kubernetes.io/zone",
    ]);
    const selector = { matchLabels: { app: "traffic-controller" } };
    expect(deployment(made).spec["selector"]).to.deep.equal(selector);
    expect(made.get("PodDisruptionBudget", "traffic-controller").spec).to.deep.equal({
      maxUnavailable: 1,
      selector,
    });
    expect(made.get("Service", "traffic-controller").spec).to.deep.equal({
      selector: { app: "traffic-controller" },
      ports: [{ name: "http", port: 8080, targetPort: "http", appProtocol: "http" }],
    });
  });

  it("runs the region's release, and has time to hand over before it is stopped", () => {
    const { containers, terminationGracePeriodSeconds } = podOf(made).spec;
    expect(containers[0].image).to.match(/^docker\.io\/nephoran\/traffic-controller:/);
    expect(terminationGracePeriodSeconds).to.be.at.least(15);
  });

  it("may do with the API server what it does, to these objects by name, and nothing else", () => {
    const rules = made
      .all("Role")
      .flatMap(({ namespace, registration }) =>
        (registration.inputs["rules"] as readonly object[]).map((rule) => ({ namespace, ...rule })),
      );
    const name = "traffic-controller";
    expect(rules).to.have.deep.members([
      {
        namespace: "nephoran-system",
        apiGroups: ["networking.istio.io"],
        resources: ["virtualservices"],
        resourceNames: ["global-traffic-routing"],
        verbs: ["get", "patch"],
      },
      {
        namespace: "nephoran-system",
        apiGroups: ["events.k8s.io"],
        resources: ["events"],
        verbs: ["create"],
      },
      {
        namespace: "nephoran-global",
        apiGroups: ["coordination.k8s.io"],
        resources: ["leases"],
        verbs: ["create"],
      },
      {
        namespace: "nephoran-global",
        apiGroups: ["coordination.k8s.io"],
        resources: ["leases"],
        resourceNames: [name],
        verbs: ["get", "update", "patch"],
      },
      {
        namespace: "nephoran-global",
        apiGroups: [""],
        resources: ["configmaps"],
        resourceNames: ["traffic-overrides"],
        verbs: ["get", "list", "watch"],
      },
    ]);
    const bindings = made.all("RoleBinding");
    expect(bindings.map(({ namespace }) => namespace).sort()).to.deep.equal([
      "nephoran-global",
      "nephoran-system",
    ]);
    for (const { registration } of bindings) {
      expect(registration.inputs["roleRef"]).to.include({ kind: "Role", name });
      expect(registration.inputs["subjects"]).to.deep.equal([
        { kind: "ServiceAccount", name, namespace: "nephoran-global" },
      ]);
    }
    const { serviceAccountName, automountServiceAccountToken } = podOf(made).spec;
    expect([serviceAccountName, automountServiceAccountToken]).to.deep.equal([name, true]);
    expect([...made.all("ClusterRole"), ...made.all("ClusterRoleBinding")]).to.deep.equal([]);
  });

  it("starts anew with another configuration, and with no other change", async () => {
    const checksum = (one: MadeObjects): string | undefined =>
      podOf(one).metadata.annotations["nephoran.io/settings-checksum"];
    const shadow = { enabled: true, mode: "shadow" } as const;
    expect(checksum(await controllerOf("us-east-1"))).to.equal(checksum(made));
    expect(checksum(await controllerOf("us-east-1", { trafficController: shadow }))).to.not.equal(
      checksum(made),
    );
  });

  it("starts without the state store's certificates, and finds them once they are issued", () => {
    const sources = podOf(made).spec.volumes.flatMap(({ projected }) => projected?.sources ?? []);
    expect(sources.map(({ secret }) => [secret.name, secret.optional])).to.deep.equal([
      ["cockroachdb-client-nephoran-traffic", true],
      ["cockroachdb-client-nephoran-traffic", true],
    ]);
  });

  it("runs nowhere where it is switched off, and says what that means", async () => {
    const off = await controllerOf("us-east-1", {
      trafficController: { enabled: false, mode: "active" },
    });
    expect(deployment(off).spec["replicas"]).to.equal(0);
    expect(deployment(off).annotations["nephoran.io/warning"]).to.match(
      /^Off: the entry keeps the weights that were written last/,
    );
    expect(deployment(made).annotations).to.deep.equal({});
    // Other regions go on hearing that the gateway is there.
    expect(off.names("VirtualService")).to.deep.equal(made.names("VirtualService"));
  });

  describe("reaches", () => {
    const egress = (one: MadeObjects): Record<string, unknown> =>
      Object.fromEntries(
        one
          .all("NetworkPolicy")
          .filter(({ spec }) => spec["egress"] !== undefined)
          .map(({ name, spec }) => {
            const [rule] = spec["egress"] as readonly [{ readonly to: unknown; ports: unknown }];
            return [name.replace("traffic-controller-", ""), rule];
          }),
      );
    const podsOf = (namespace: string, matchLabels: object) => [
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
        podSelector: { matchLabels },
      },
    ];
    const tcp = (port: number) => [{ port, protocol: "TCP" }];

    it("the gateway, the region's Prometheus and its state store", () => {
      expect(egress(made)).to.deep.equal({
        "to-nephoran-gateway": {
          to: podsOf("nephoran-ingress", { app: "nephoran-gateway", istio: "nephoran-gateway" }),
          ports: tcp(8443),
        },
        "to-prometheus-regional": {
          to: podsOf("nephoran-global", { app: "prometheus-regional" }),
          ports: tcp(9090),
        },
        "to-cockroachdb": {
          to: podsOf("nephoran-global", { app: "cockroachdb" }),
          ports: tcp(26257),
        },
      });
    });

    it("somebody else's Prometheus where its namespace can be told, and its state store anywhere", async () => {
      const cockroachdb = {
        mode: "existing",
        version: "v25.4.2",
        host: "sql.example.com",
      } as const;
      const reached = async (url: string) =>
        egress(
          await controllerOf("us-east-1", { cockroachdb, prometheus: { mode: "existing", url } }),
        );
      const inside = await reached("http://prometheus.monitoring.svc:9091");
      expect(inside).to.deep.include({
        "to-existing-prometheus": { to: podsOf("monitoring", {}), ports: tcp(9091) },
        "to-cockroachdb": {
          to: [{ ipBlock: { cidr: "0.0.0.0/0" } }, { ipBlock: { cidr: "::/0" } }],
          ports: tcp(26257),
        },
      });
      expect(inside).to.not.have.property("to-prometheus-regional");
      expect(await reached("http://metrics.example.com")).to.have.all.keys([
        "to-nephoran-gateway",
        "to-cockroachdb",
      ]);
    });
  });
});
