import { expect } from "chai";
import fc from "fast-check";
import {
  type ContainerArgs,
  hardenedContainer,
} from "../../../components/workload/hardened-container";

const bare: ContainerArgs = {
  name: "worker",
  image: "docker.io/nephoran/worker:1.4.2",
  requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "64Mi" },
  limits: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "256Mi" },
};

describe("a hardened container", () => {
  it("has no right that it can do without, whatever its owner asks for", () => {
    const asked: fc.Arbitrary<Partial<ContainerArgs>> = fc.record(
      {
        command: fc.constant(["sh"]),
        ports: fc.constant([{ name: "http", containerPort: 8080 }]),
        configMap: fc.constant("settings"),
        gpus: fc.nat({ max: 8 }),
        probes: fc.constant({ livenessPath: "/healthz", readinessPath: "/readyz" }),
        volumeMounts: fc.constant([{ name: "data", mountPath: "/data" }]),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(asked, (args) => {
        expect(hardenedContainer({ ...bare, ...args }).securityContext).to.deep.equal({
          allowPrivilegeEscalation: false,
          privileged: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          runAsUser: 10_001,
          runAsGroup: 10_001,
          capabilities: { drop: ["ALL"] },
          seccompProfile: { type: "RuntimeDefault" },
        });
      }),
    );
  });

  it("is nothing more than it was asked to be", () => {
    expect(hardenedContainer(bare)).to.have.all.keys(
      "name",
      "image",
      "imagePullPolicy",
      "resources",
      "securityContext",
      "volumeMounts",
    );
  });

  it("can write to a folder of its own, since the root file system is closed", () => {
    const { volumeMounts } = hardenedContainer({
      ...bare,
      volumeMounts: [{ name: "data", mountPath: "/data" }],
    });
    expect(volumeMounts).to.deep.equal([
      { name: "scratch", mountPath: "/tmp" },
      { name: "data", mountPath: "/data" },
    ]);
  });

  it("asks for GPUs in requests and limits alike, and only if it has any", () => {
    for (const args of [bare, { ...bare, gpus: 0 }]) {
      expect(hardenedContainer(args).resources).to.deep.equal({
        requests: bare.requests,
        limits: bare.limits,
      });
    }
    expect(hardenedContainer({ ...bare, gpus: 2 }).resources).to.deep.equal({
      requests: { ...bare.requests, "nvidia.com/gpu": "2" },
      limits: { ...bare.limits, "nvidia.com/gpu": "2" },
    });
  });

  it("is given all the seconds it needs to start before liveness counts", () => {
    const probes = { livenessPath: "/healthz", readinessPath: "/readyz" };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3600 }), (startupSeconds) => {
        const { startupProbe } = hardenedContainer({
          ...bare,
          probes: { ...probes, startupSeconds },
        });
        const { periodSeconds, failureThreshold } = startupProbe as Record<string, number>;
        expect(Number(periodSeconds) * Number(failureThreshold)).to.be.at.least(startupSeconds);
      }),
    );
    const { livenessProbe, readinessProbe, startupProbe } = hardenedContainer({ ...bare, probes });
    expect([livenessProbe, readinessProbe, startupProbe]).to.containSubset([
      { httpGet: { path: "/healthz", port: "http" } },
      { httpGet: { path: "/readyz", port: "http" } },
      { httpGet: { path: "/healthz", port: "http" }, failureThreshold: 60 },
    ]);
  });
});
