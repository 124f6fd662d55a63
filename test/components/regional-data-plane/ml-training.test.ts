import { expect } from "chai";
import { MlTraining } from "../../../components/regional-data-plane/ml-training";
import { fullRegion } from "../full-region";
import { type Registration, registrations } from "../registrations";

const train = (protectStorage: boolean): Promise<Registration[]> =>
  registrations(
    () =>
      new MlTraining("training", {
        ...fullRegion(),
        weaviate: { url: "http://weaviate.test:8080", apiKeySecret: "the-key" },
        protectStorage,
      }),
  );

interface TrainingPod {
  readonly spec: {
    readonly priorityClassName: string;
    readonly containers: readonly {
      readonly resources: { readonly requests: Record<string, string> };
    }[];
  };
}

describe("the training of models", () => {
  let made: Registration[];
  let pod: TrainingPod;
  before(async () => {
    made = await train(true);
    const { spec } = inputsOf("CronJob") as {
      spec: { jobTemplate: { spec: { template: TrainingPod } } };
    };
    pod = spec.jobTemplate.spec.template;
  });

  const inputsOf = (type: string): Readonly<Record<string, unknown>> =>
    made.find((resource) => resource.type.endsWith(`:${type}`))?.inputs ?? {};

  it("is never due by itself, and ends after a day", () => {
    expect(inputsOf("CronJob")["spec"]).to.containSubset({
      suspend: true,
      concurrencyPolicy: "Forbid",
      jobTemplate: { spec: { backoffLimit: 1, activeDeadlineSeconds: 86_400 } },
    });
  });

  it("goes behind everything else, and takes nobody's place", () => {
    const priorityClass = inputsOf("PriorityClass");
    expect(priorityClass).to.deep.include({ value: -1_000, preemptionPolicy: "Never" });
    expect((priorityClass["metadata"] as { name: string }).name).to.equal(
      pod.spec.priorityClassName,
    );
  });

  it("has a quota of its own, which a single training fits in", () => {
    const quota = inputsOf("ResourceQuota")["spec"] as {
      hard: Record<string, string>;
      scopeSelector: unknown;
    };
    expect(quota.scopeSelector).to.deep.equal({
      matchExpressions: [
        { scopeName: "PriorityClass", operator: "In", values: [pod.spec.priorityClassName] },
      ],
    });
    const { requests } = pod.spec.containers[0]?.resources ?? { requests: {} };
    const pods = Number(quota.hard["pods"]);
    expect(pods * Number(requests["cpu"])).to.be.at.most(Number(quota.hard["requests.cpu"]));
    expect(pods * Number.parseInt(requests["memory"] ?? "", 10)).to.be.at.most(
      Number.parseInt(quota.hard["requests.memory"] ?? "", 10),
    );
  });

  it("keeps its models in a claim that the engine does not delete", async () => {
    const claim = (among: readonly Registration[]) =>
      among.find(({ type }) => type.endsWith(":PersistentVolumeClaim"));
    expect(claim(made)?.options.protect).to.equal(true);
    expect(claim(await train(false))?.options.protect).to.equal(false);
    const name = (claim(made)?.inputs["metadata"] as { name: string }).name;
    expect(pod.spec).to.containSubset({
      volumes: [{ name: "models", persistentVolumeClaim: { claimName: name } }],
    });
  });

  it("reads the store with a key as a file, and talks to nobody else", () => {
    expect(pod.spec).to.containSubset({
      containers: [
        {
          env: [
            { name: "REGION", value: "home" },
            { name: "WEAVIATE_URL", value: "http://weaviate.test:8080" },
            { name: "WEAVIATE_API_KEY_FILE", value: "/secrets/api-key" },
            { name: "MODELS_DIRECTORY", value: "/models" },
          ],
        },
      ],
      volumes: [{ name: "secrets", secret: { secretName: "the-key" } }],
    });
    const policies = made.filter(({ type }) => type.endsWith(":NetworkPolicy"));
    expect(policies.map(({ name }) => name)).to.deep.equal(["ml-training-to-weaviate"]);
  });
});
