import { expect } from "chai";
import { foreignMetrics } from "../../../../../monitoring/foreign-metrics";
import { cadvisorPage } from "../../../../../sandbox/live/pods/metrics/cadvisor-page";

const usage = {
  at: 1_790_000_000_123,
  containers: [
    {
      namespace: "nephoran-system",
      pod: "llm-processor-regional-a",
      container: "llm-processor-regional",
      image: 'registry/image:"1"\\',
      id: "sandbox://uid/llm-processor-regional/0",
      cpuSeconds: 12.34,
      memoryBytes: 22_000_000,
    },
  ],
  pods: [
    {
      namespace: "nephoran-ingress",
      pod: "nephoran-gateway-a",
      id: "sandbox://other",
      devices: [{ device: "eth0", receivedBytes: 10, sentBytes: 20 }],
    },
  ],
};

describe("a kubelet's page of what containers use", () => {
  const lines = cadvisorPage(usage).split("\n");

  it("has each number with its labels and its time", () => {
    const container =
      'container="llm-processor-regional",id="sandbox://uid/llm-processor-regional/0",' +
      'image="registry/image:\\"1\\"\\\\",namespace="nephoran-system",pod="llm-processor-regional-a"';
    const pod =
      'container="",id="sandbox://other",interface="eth0",' +
      'namespace="nephoran-ingress",pod="nephoran-gateway-a"';
    expect(lines.filter((line) => !line.startsWith("#"))).to.deep.equal([
      `container_cpu_usage_seconds_total{${container},cpu="total"} 12.34 1790000000123`,
      `container_memory_working_set_bytes{${container}} 22000000 1790000000123`,
      `container_network_receive_bytes_total{${pod}} 10 1790000000123`,
      `container_network_transmit_bytes_total{${pod}} 20 1790000000123`,
      "",
    ]);
  });

  it("has every metric that is kept of a kubelet, and says what it is", () => {
    const types = lines.flatMap((line) => /^# TYPE (\S+) (\S+)$/.exec(line)?.slice(1, 2) ?? []);
    expect(types).to.have.members([...foreignMetrics.kubelet]);
  });

  it("is empty where nothing runs", () => {
    expect(cadvisorPage({ at: 1, containers: [], pods: [] })).to.equal("");
  });
});
