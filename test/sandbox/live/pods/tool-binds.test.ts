import { expect } from "chai";
import type { LiveTools } from "../../../../sandbox/live/images/tools";
import { toolsInside } from "../../../../sandbox/live/pods/tool-binds";

const tools: LiveTools = {
  node: "/tmp/node/bin/node",
  repository: "/tmp/checkout",
  pilotDiscovery: "/tmp/mesh/bin/pilot-discovery",
  pilotAgent: "/tmp/mesh/bin/pilot-agent",
  envoy: "/tmp/envoy/bin/envoy",
  envoyBootstrap: "/tmp/checkout/.sandbox/live/bundles/envoy_bootstrap.json",
  prometheus: "/tmp/prometheus/bin/prometheus",
  alertmanager: "/tmp/alertmanager/bin/alertmanager",
  kubeStateMetrics: "/tmp/kube-state-metrics/bin/kube-state-metrics",
  postgres: "/tmp/checkout/node_modules/postgres/native",
  bundles: "/tmp/checkout/.sandbox/live/bundles",
};

describe("the machine's programs in a container", () => {
  const inside = toolsInside(tools);
  const { repository, ...paths } = inside.tools;

  it("are where no pod mounts anything, wherever the machine has them", () => {
    expect(repository).to.equal(tools.repository);
    for (const path of Object.values(paths)) expect(path).to.match(/^\/sandbox-programs\//);
  });

  it("are each found by its path there", () => {
    const onHost = (path: string): string => {
      const [at = "", source = ""] =
        Object.entries(inside.binds).find(
          ([target]) => path === target || path.startsWith(`${target}/`),
        ) ?? [];
      return source + path.slice(at.length);
    };
    for (const [name, path] of Object.entries(paths)) {
      expect(onHost(path)).to.equal(tools[name as keyof LiveTools]);
    }
  });

  it("come without the checkout's state, but for its packages and bundles", () => {
    expect(Object.values(inside.binds)).not.to.include(tools.repository);
    expect(Object.values(inside.binds)).to.include("/tmp/checkout/node_modules");
  });
});
