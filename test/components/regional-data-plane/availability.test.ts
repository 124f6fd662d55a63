import { expect } from "chai";
import { z } from "zod";
import { namespaces } from "../../../components/region-base/namespaces";
import { program } from "../../../program";
import { fullRegion } from "../full-region";
import { inNamespace, type Registration, registrations } from "../registrations";

const probe = z.object({
  httpGet: z.object({ path: z.string(), port: z.string() }),
  periodSeconds: z.number(),
  failureThreshold: z.number(),
});
const inputs = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    replicas: z.int().optional(),
    progressDeadlineSeconds: z.int().optional(),
    strategy: z.unknown().optional(),
    template: z.object({
      spec: z.object({
        terminationGracePeriodSeconds: z.int(),
        containers: z.tuple([
          z.object({
            ports: z.array(z.object({ name: z.string(), containerPort: z.int() })),
            livenessProbe: probe,
            readinessProbe: probe,
            startupProbe: probe,
          }),
        ]),
      }),
    }),
  }),
});
type Runs = z.output<typeof inputs>["spec"];

/** Whatever runs for good, by its name. */
const running = (made: readonly Registration[]): Map<string, Runs> =>
  new Map(
    made
      .filter(({ type }) => /:(Deployment|StatefulSet)$/.test(type))
      .map((one) => inputs.parse(one.inputs))
      .map(({ metadata, spec }) => [metadata.name, spec]),
  );

/** What takes and processes intents; the rest of a region has tests of its own. */
const dataPlaneOf = (made: readonly Registration[]): Registration[] =>
  inNamespace(made, namespaces.system);

/** The specs of a kind, by the objects' names. */
function specs(made: readonly Registration[], kind: string): Record<string, unknown> {
  const found = made.filter(({ type }) => type.endsWith(`:${kind}`));
  return Object.fromEntries(
    found
      .map(
        (one) => [(one.inputs["metadata"] as { name: string }).name, one.inputs["spec"]] as const,
      )
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** Replicas that may be evicted at once. */
const evicted = (made: readonly Registration[], name: string): number =>
  (specs(made, "PodDisruptionBudget")[name] as { maxUnavailable: number }).maxUnavailable;

const nephoran = { live: "/healthz", ready: "/readyz", port: 8080, grace: 45 };

/** What the images answer on, which none of the objects can know. */
const answers = {
  "llm-inference": nephoran,
  "llm-processor": nephoran,
  "llm-processor-regional": nephoran,
  weaviate: {
    live: "/v1/.well-known/live",
    ready: "/v1/.well-known/ready",
    port: 8080,
    grace: 600,
  },
};

describe("what runs in a region's data plane", () => {
  let made: Registration[];
  before(async () => {
    made = dataPlaneOf(await registrations(() => program(fullRegion())));
  });

  it("is asked for its health where its image answers, and has its time to stop", () => {
    const asked = [...running(made)].map(([name, { template }]) => {
      const [{ livenessProbe, readinessProbe, startupProbe, ports }] = template.spec.containers;
      for (const { httpGet } of [livenessProbe, readinessProbe, startupProbe]) {
        expect(httpGet.port, name).to.equal("http");
      }
      expect(startupProbe.httpGet, name).to.deep.equal(livenessProbe.httpGet);
      return [
        name,
        {
          live: livenessProbe.httpGet.path,
          ready: readinessProbe.httpGet.path,
          port: ports.find((port) => port.name === "http")?.containerPort,
          grace: template.spec.terminationGracePeriodSeconds,
        },
      ] as const;
    });
    expect(Object.fromEntries(asked)).to.deep.equal(answers);
  });

  it("may start for as long as it takes to load what it has", () => {
    const seconds = [...running(made)].map(([name, { template }]) => {
      const { periodSeconds, failureThreshold } = template.spec.containers[0].startupProbe;
      return [name, periodSeconds * failureThreshold] as const;
    });
    expect(Object.fromEntries(seconds)).to.deep.equal({
      "llm-inference": 600,
      "llm-processor": 120,
      "llm-processor-regional": 120,
      weaviate: 600,
    });
  });

  it("loses one replica at a time to whoever empties a node", () => {
    expect(specs(made, "PodDisruptionBudget")).to.deep.equal(
      Object.fromEntries(
        Object.keys(answers).map((app) => [
          app,
          { maxUnavailable: 1, selector: { matchLabels: { app } } },
        ]),
      ),
    );
  });

  it("keeps a majority of its store meanwhile, and somebody who answers", async () => {
    for (const replicas of [3, 4, 7]) {
      const more = await registrations(() => program(fullRegion({ WEAVIATE_REPLICAS: replicas })));
      const { data } = more.find(({ name }) => name === "weaviate-settings")?.inputs as {
        data: Record<string, string>;
      };
      const voters = Number(data["RAFT_BOOTSTRAP_EXPECT"]);
      expect(running(more).get("weaviate")?.replicas).to.equal(replicas);
      expect(replicas).to.be.at.least(voters);
      expect(voters - evicted(more, "weaviate")).to.be.greaterThan(voters / 2);
    }
    for (const [name, spec] of Object.entries(specs(made, "HorizontalPodAutoscaler"))) {
      const { minReplicas } = spec as { minReplicas: number };
      expect(minReplicas - evicted(made, name), name).to.be.at.least(1);
    }
  });

  it("has as many replicas as its load asks for, within bounds", async () => {
    const bounds = (among: readonly Registration[]) =>
      Object.entries(specs(among, "HorizontalPodAutoscaler")).map(([name, spec]) => {
        const { scaleTargetRef, minReplicas, maxReplicas, metrics } = spec as Record<
          string,
          unknown
        >;
        expect(scaleTargetRef).to.deep.equal({ apiVersion: "apps/v1", kind: "Deployment", name });
        expect(metrics).to.deep.equal([
          {
            type: "Resource",
            resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
          },
        ]);
        return `${name} ${String(minReplicas)}-${String(maxReplicas)}`;
      });
    expect(bounds(made)).to.deep.equal([
      "llm-inference 2-4",
      "llm-processor 2-4",
      "llm-processor-regional 3-6",
    ]);
    const more = await registrations(() => program(fullRegion({ LLM_REPLICAS: 5 })));
    expect(bounds(more)).to.include("llm-processor-regional 5-10");
  });
});

describe("a roll-out of the data plane", () => {
  const timeoutsOf = (made: readonly Registration[], name: string) =>
    made.find((one) => one.name === name)?.options.customTimeouts;

  let made: Registration[];
  before(async () => {
    made = dataPlaneOf(await registrations(() => program(fullRegion({ inferenceGpus: 1 }))));
  });

  it("that does not move is given up after a node could come and its pod could start", () => {
    const deadlines = [...running(made)].map(
      ([name, spec]) => `${name}: ${spec.progressDeadlineSeconds}`,
    );
    expect(deadlines.sort()).to.deep.equal([
      "llm-inference: 1200",
      "llm-processor-regional: 720",
      "llm-processor: 720",
      "weaviate: undefined",
    ]);
  });

  it("that moves is awaited to its last replica, the first time and at a change", async () => {
    const wait = (seconds: number) => ({ create: `${seconds}s`, update: `${seconds}s` });
    // Replicas at most, each of which may take the whole deadline.
    expect(timeoutsOf(made, "llm-inference-deployment")).to.deep.equal(wait(4 * 1_200));
    expect(timeoutsOf(made, "llm-processor-deployment")).to.deep.equal(wait(4 * 720));
    expect(timeoutsOf(made, "llm-processor-regional-deployment")).to.deep.equal(wait(6 * 720));
    // Replicas of the store stop and start one after the other.
    expect(timeoutsOf(made, "weaviate-replicas")).to.deep.equal(wait(3 * 1_200));
    const more = await registrations(() =>
      program(fullRegion({ WEAVIATE_REPLICAS: 5, LLM_REPLICAS: 5 })),
    );
    expect(timeoutsOf(more, "weaviate-replicas")).to.deep.equal(wait(5 * 1_200));
    expect(timeoutsOf(more, "llm-processor-regional-deployment")).to.deep.equal(wait(10 * 720));
  });

  it("needs no GPU that is not there, and elsewhere stops nothing before its successor is ready", async () => {
    const surges = (among: readonly Registration[]) =>
      Object.fromEntries([...running(among)].map(([name, { strategy }]) => [name, strategy]));
    const rolling = (maxSurge: number, maxUnavailable: number) => ({
      type: "RollingUpdate",
      rollingUpdate: { maxSurge, maxUnavailable },
    });
    const others = {
      "llm-processor": rolling(1, 0),
      "llm-processor-regional": rolling(1, 0),
      // A StatefulSet has its own way: one after the other.
      weaviate: undefined,
    };
    expect(surges(made)).to.deep.equal({ "llm-inference": rolling(0, 1), ...others });
    const onCpu = await registrations(() => program(fullRegion({ inferenceGpus: 0 })));
    expect(surges(dataPlaneOf(onCpu))).to.deep.equal({ "llm-inference": rolling(1, 0), ...others });
  });
});
