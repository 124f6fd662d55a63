import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { z } from "zod";
import { type Settings, withSettings } from "../changed-stack";
import type { Engine } from "../../sandbox/stacks/engine";
import { sharedSandbox, type SharedSandbox, UP_TIMEOUT_MS } from "../engine-sandbox";

const noSignal = new AbortController().signal;
const UP = ["up", "--yes", "--skip-preview"];

const REGION = "us-west-2";

const podList = z.object({
  items: z.array(
    z.object({ metadata: z.object({ uid: z.string(), labels: z.record(z.string(), z.string()) }) }),
  ),
});

/** A change, the workloads that it restarts, and how many resources it updates. */
interface Change {
  readonly change: Settings;
  readonly restarts: readonly string[];
  readonly updates: number;
}

const everything = ["llm-inference", "llm-processor", "llm-processor-regional", "weaviate"];

const changes: readonly Change[] = [
  { change: {}, restarts: [], updates: 0 },
  { change: { LLM_REPLICAS: 4 }, restarts: [], updates: 1 },
  // The data is in claims of the old class, which stay.
  { change: { weaviateStorageClass: "standard" }, restarts: [], updates: 0 },
  { change: { kubeApiCidrs: ["10.1.0.0/16"] }, restarts: [], updates: 4 },
  {
    change: { MAX_CONCURRENT_INTENTS: 77, allow: ["capacity-mismatch"] },
    restarts: ["llm-processor-regional"],
    // The region's Prometheus, in the other namespace, tells by it how busy the region is.
    updates: 4,
  },
  { change: { MAX_LLM_RPS: 20 }, restarts: ["llm-processor-regional"], updates: 2 },
  { change: { weaviateVersion: "1.36.1" }, restarts: ["weaviate"], updates: 1 },
  { change: { VERSION: "0.1.1" }, restarts: everything.slice(0, 3), updates: 6 },
];

describe("a change of one setting", function () {
  this.timeout(180_000);

  let sandbox: SharedSandbox;
  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    sandbox = await sharedSandbox();
  });
  // One change comes on top of the other: to take each back would take as long again.
  let settings: Settings = {};
  const deploy = (more: Settings): ReturnType<Engine["run"]> => {
    settings = { ...settings, ...more };
    return withSettings(sandbox, REGION, settings, () => sandbox.engine.run(REGION, UP, noSignal));
  };
  const kubectl = (...args: string[]): string =>
    execFileSync("kubectl", ["--context", REGION, ...args], {
      env: sandbox.environment,
      encoding: "utf8",
    });

  /** The pods of each workload, once none of them is on its way out. */
  function podsByWorkload(): ReadonlyMap<string, readonly string[]> {
    for (const workload of ["deployment", "statefulset"]) {
      for (const name of kubectl("get", workload, "-o=name").trim().split("\n")) {
        kubectl("rollout", "status", name, "--timeout=60s");
      }
    }
    const { items } = podList.parse(JSON.parse(kubectl("get", "pods", "-o=json")));
    return new Map(
      everything.map((app) => [
        app,
        items.flatMap(({ metadata }) => (metadata.labels["app"] === app ? [metadata.uid] : [])),
      ]),
    );
  }

  /** Workloads that have none of the pods any more that they had. */
  function restarted(before: ReadonlyMap<string, readonly string[]>): string[] {
    const now = podsByWorkload();
    return everything.filter((app) => {
      const kept = (before.get(app) ?? []).filter((uid) => now.get(app)?.includes(uid));
      return kept.length === 0;
    });
  }

  for (const { change, restarts, updates } of changes) {
    const setting = Object.keys(change)[0] ?? "nothing at all";
    const told = restarts.length === 0 ? "no pod" : `only the pods of ${restarts.join(" and ")}`;
    it(`of ${setting} restarts ${told}`, async () => {
      const before = podsByWorkload();
      const report = await deploy(change);
      expect(report.changes["update"] ?? 0).to.equal(updates);
      expect(Object.keys(report.changes)).to.not.include("replace");
      expect(restarted(before)).to.deep.equal(restarts);
    });
  }

  it("of WEAVIATE_STORAGE_SIZE grows the volumes that are there, and restarts no pod", async () => {
    const before = podsByWorkload();
    const report = await deploy({ WEAVIATE_STORAGE_SIZE: "200Gi" });
    expect(report.changes["update"]).to.equal(3);
    for (const ordinal of [0, 1, 2]) {
      const claim = `pvc/data-weaviate-${ordinal}`;
      kubectl("wait", claim, "--for=jsonpath={.status.capacity.storage}=200Gi", "--timeout=30s");
    }
    expect(restarted(before)).to.deep.equal([]);
  });

  it("of secretsGeneration gives the new key to clients, and both to the store", async () => {
    const secret = (name: string, key: string): string =>
      Buffer.from(
        kubectl("get", "secret", name, `-o=jsonpath={.data.${key}}`),
        "base64",
      ).toString();
    const before = podsByWorkload();
    const old = secret("weaviate-api-key", "api-key");

    await deploy({ secretsGeneration: 2 });
    const fresh = secret("weaviate-api-key", "api-key");
    expect(fresh).to.have.length(32);
    expect(fresh).to.not.equal(old);
    expect(secret("weaviate-server", "accepted-api-keys")).to.equal(`${fresh},${old}`);
    expect(secret("llm-processor-regional-secrets", "weaviate-api-key")).to.equal(fresh);
    expect(restarted(before)).to.deep.equal(["llm-processor-regional", "weaviate"]);
  });
});
