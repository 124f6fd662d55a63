import { expect } from "chai";
import { hardenedPod, type HardenedPodArgs } from "../../../components/workload/hardened-pod";

const plain: HardenedPodArgs = {
  selector: { app: "worker" },
  labels: { "app.kubernetes.io/name": "worker" },
  annotations: { "nephoran.io/settings-checksum": "0123" },
  serviceAccountName: "worker",
  terminationGracePeriodSeconds: 45,
  container: {
    name: "worker",
    image: "docker.io/nephoran/worker:1.4.2",
    requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "64Mi" },
    limits: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "256Mi" },
  },
};

const spread = [
  {
    topologyKey: "topology.kubernetes.io/zone",
    maxSkew: 1,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: { app: "worker" } },
  },
];

describe("a hardened pod", () => {
  it("meets its selector, has no API token, and runs as nobody of the node", () => {
    const { metadata, spec } = hardenedPod(plain);
    expect(metadata).to.deep.equal({
      labels: { "app.kubernetes.io/name": "worker", app: "worker" },
      annotations: { "nephoran.io/settings-checksum": "0123" },
    });
    expect(spec).to.deep.include({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      serviceAccountName: "worker",
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10_001,
        runAsGroup: 10_001,
        fsGroup: 10_001,
        fsGroupChangePolicy: "OnRootMismatch",
        seccompProfile: { type: "RuntimeDefault" },
      },
    });
  });

  it("is selected by its selector even if a label says otherwise", () => {
    const { metadata } = hardenedPod({ ...plain, labels: { app: "other" } });
    expect(metadata).to.deep.include({ labels: { app: "worker" } });
  });

  it("is spread over zones and nodes, and runs anyway if there is no room to be", () => {
    expect(hardenedPod(plain).spec).to.deep.include({ topologySpreadConstraints: spread });
    expect(JSON.stringify(hardenedPod(plain).spec)).to.not.match(/DoNotSchedule|"required/);
  });

  it("goes wherever there is room if nothing else is said", () => {
    const { spec } = hardenedPod(plain);
    expect(spec).to.not.have.any.keys("tolerations", "priorityClassName", "restartPolicy");
    expect(spec).to.have.nested.property("affinity").that.has.all.keys("podAntiAffinity");
  });

  it("prefers the nodes of its pool, which others are kept off", () => {
    const { spec } = hardenedPod({ ...plain, nodePool: "edge", priorityClassName: "first" });
    expect(spec).to.deep.include({
      priorityClassName: "first",
      tolerations: [{ key: "nephoran.io/node-pool", value: "edge", effect: "NoSchedule" }],
      topologySpreadConstraints: spread,
    });
    expect(spec)
      .to.have.nested.property("affinity.nodeAffinity")
      .that.deep.equals({
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            preference: {
              matchExpressions: [
                { key: "nephoran.io/node-pool", operator: "In", values: ["edge"] },
              ],
            },
          },
        ],
      });
  });

  it("brings what its container mounts", () => {
    const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
    expect(hardenedPod({ ...plain, volumes }).spec).to.deep.include({
      volumes: [{ name: "scratch", emptyDir: {} }, ...volumes],
    });
  });
});
