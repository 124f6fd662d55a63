import { expect } from "chai";
import { z } from "zod";
import { namespaces } from "../../../components/region-base/namespaces";
import type { ProgramConfig } from "../../../config/program-config";
import { chartWorkloads } from "../../../network/charts";
import { capture } from "../../../render/capture";
import { type Manifest, manifests } from "../../../render/manifest";
import { ofKind, podsOf } from "../../manifests/rendered";
import { fullRegion } from "../full-region";

const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    annotations: z.record(z.string(), z.string()),
    labels: z.record(z.string(), z.string()),
  }),
  spec: z.looseObject({
    serviceAccountName: z.string(),
    automountServiceAccountToken: z.boolean(),
    securityContext: z.looseObject({}),
    containers: z.array(
      z.looseObject({
        image: z.string(),
        securityContext: z.looseObject({}),
        resources: z.record(z.enum(["requests", "limits"]), z.record(z.string(), z.string())),
      }),
    ),
  }),
});

const templateSchema = z.object({
  template: z.object({ metadata: z.object({ labels: z.record(z.string(), z.string()) }) }),
});

const render = async (config: ProgramConfig): Promise<Manifest[]> =>
  manifests((await capture("nephoran", config)).resources);

/** The pods of all that runs, by name. */
const allPods = (objects: readonly Manifest[]) =>
  new Map(podsOf(objects).map((pod) => [pod.metadata.name, podSchema.parse(pod)]));

/** The pods of the data plane, by name. */
const pods = (objects: readonly Manifest[]) =>
  allPods(objects.filter(({ metadata }) => metadata.namespace === namespaces.system));

/** Checksum of what a workload reads once; another one replaces its pods. */
const checksums = (objects: readonly Manifest[], kind: "settings" | "secrets") =>
  Object.fromEntries(
    [...pods(objects)].map(([name, { metadata }]) => [
      name,
      metadata.annotations[`nephoran.io/${kind}-checksum`],
    ]),
  );

/** The identities of what the region itself runs, and not of what Istio does. */
const ownAccounts = (objects: readonly Manifest[]): Manifest[] =>
  ofKind(objects, "ServiceAccount").filter(
    ({ metadata }) => metadata.namespace === namespaces.system,
  );

const DEPLOYED = ["llm-inference", "llm-processor", "llm-processor-regional"];

describe("a workload", () => {
  let objects: Manifest[];
  before(async () => {
    objects = await render(fullRegion());
  });

  it("is one of those that this test knows", () => {
    expect([...pods(objects).keys()].sort()).to.deep.equal(
      [...DEPLOYED, "ml-training", "weaviate", "weaviate-backup"].sort(),
    );
  });

  it("is hardened in every container", () => {
    for (const [name, { metadata, spec }] of allPods(objects)) {
      expect(spec.automountServiceAccountToken, name).to.equal(
        metadata.labels["nephoran.io/needs-kube-api"] === "true",
      );
      expect(spec.securityContext, name).to.deep.include({
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      });
      for (const { securityContext, resources } of spec.containers) {
        expect(securityContext, name).to.deep.include({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          capabilities: { drop: ["ALL"] },
        });
        for (const amounts of [resources.requests, resources.limits]) {
          expect(amounts, name).to.include.all.keys("cpu", "memory", "ephemeral-storage");
        }
      }
    }
  });

  it("has an identity of its own, without a token", () => {
    const accounts = ownAccounts(objects);
    for (const [name, { spec }] of pods(objects)) {
      expect(spec.serviceAccountName).to.equal(name);
      const account = accounts.find(({ metadata }) => metadata.name === name);
      expect(account, name).to.deep.include({ automountServiceAccountToken: false });
    }
    expect(accounts).to.have.length(pods(objects).size);
  });

  it("is let into the registry by the Secrets that the stack file names", async () => {
    const secrets = async (settings: Record<string, unknown>): Promise<unknown[]> =>
      ownAccounts(await render(fullRegion(settings))).map((account) => account["imagePullSecrets"]);
    const all = ownAccounts(objects);
    expect(await secrets({ imagePullSecrets: ["one", "other"] })).to.deep.equal(
      all.map(() => [{ name: "one" }, { name: "other" }]),
    );
    expect(await secrets({ imagePullSecrets: undefined })).to.deep.equal(all.map(() => undefined));
  });

  it("comes from the registry of the stack file, Nephoran's own in its release", () => {
    for (const [name, { spec }] of pods(objects)) {
      const [container] = spec.containers;
      const own = /^docker\.io\/nephoran\/[a-z-]+:1\.4\.2$/;
      const others = /^docker\.io\/(semitechnologies\/weaviate:1\.36\.2|curlimages\/curl:[\d.]+)$/;
      expect(container?.image, name).to.match(name.startsWith("weaviate") ? others : own);
    }
  });

  for (const name of DEPLOYED) {
    it(`has all of its parts under one name (${name}), and leaves replicas to the autoscaler`, () => {
      const kinds = objects
        .filter(({ metadata }) => metadata.name === name)
        .map(({ kind }) => kind);
      expect(kinds).to.include.members([
        "Deployment",
        "HorizontalPodAutoscaler",
        "PodDisruptionBudget",
        "Service",
        "ServiceAccount",
      ]);
      const deployment = ofKind(objects, "Deployment").find(
        ({ metadata }) => metadata.name === name,
      );
      expect(deployment?.["spec"]).to.not.have.property("replicas");
    });
  }

  it("meets its own selectors, and the selectors of whoever it talks to", () => {
    const charted = chartWorkloads(fullRegion()).map(({ spec }) => templateSchema.parse(spec));
    const labels = [...allPods(objects).values(), ...charted.map(({ template }) => template)].map(
      ({ metadata }) => metadata.labels,
    );
    const selectors = objects.flatMap(({ kind, spec }) => {
      if (kind === "Service") {
        const { selector } = spec as { selector?: Record<string, string> };
        // One that only has another name selects nobody.
        return selector ? [selector] : [];
      }
      if (kind !== "NetworkPolicy" && kind !== "PodDisruptionBudget") return [];
      const text = JSON.stringify(spec);
      return [...text.matchAll(/"matchLabels":(\{"app":[^}]+\})/g)].map(
        (match) => JSON.parse(match[1] ?? "{}") as Record<string, string>,
      );
    });
    expect(selectors.length).to.be.at.least(30);
    for (const selector of selectors) {
      const selected = labels.filter((pod) => pod["app"] === selector["app"]);
      expect(selected, JSON.stringify(selector)).to.have.length.of.at.least(1);
    }
  });

  it("has a reason for each of its connections", () => {
    const policies = ofKind(objects, "NetworkPolicy").filter(
      ({ metadata }) => metadata.name !== "default-deny",
    );
    for (const { metadata } of policies) {
      const { annotations } = metadata as { annotations?: Record<string, string> };
      expect(annotations?.["nephoran.io/reason"], metadata.name).to.match(
        /^([A-Z]|istiod |[a-z-]+ is asked ).*\.$/,
      );
    }
    expect(policies.map(({ metadata }) => metadata.name)).to.include.members([
      "llm-processor-to-nephoran-gateway",
      "llm-processor-regional-from-nephoran-gateway",
    ]);
  });

  it("is rolled out by a changed setting only if it reads it", async () => {
    const before = fullRegion();
    const limits = { ...before.limits, maxConcurrentIntents: 101 };
    const after = await render({ ...before, limits });
    expect(checksums(after, "settings")).to.deep.equal({
      ...checksums(objects, "settings"),
      "llm-processor-regional": checksums(after, "settings")["llm-processor-regional"],
    });
    expect(checksums(after, "settings")).to.not.deep.equal(checksums(objects, "settings"));
    expect(checksums(after, "secrets")).to.deep.equal(checksums(objects, "secrets"));
  });

  it("mounts its secrets as files that only it can read, and has none in its variables", () => {
    const processor = pods(objects).get("llm-processor-regional");
    expect(processor?.spec["volumes"]).to.deep.include({
      name: "secrets",
      secret: { secretName: "llm-processor-regional-secrets", defaultMode: 0o440 },
    });
    expect(processor?.spec.containers[0]?.["volumeMounts"]).to.deep.include({
      name: "secrets",
      mountPath: "/secrets",
      readOnly: true,
    });
    expect(processor?.spec.containers[0]).to.not.have.property("env");
    const files = ofKind(objects, "Secret").find(
      ({ metadata }) => metadata.name === "llm-processor-regional-secrets",
    );
    expect(files?.["stringData"]).to.have.all.keys(
      "weaviate-api-key",
      "oauth2-client-secret",
      "llm-provider-api-key",
    );
  });

  it("keeps its requests near only where a place is wanted for it", async () => {
    const near = async (config: ProgramConfig): Promise<unknown[]> =>
      ofKind(await render(config), "Service")
        .filter(({ metadata }) => DEPLOYED.includes(metadata.name))
        .map(({ spec }) => (spec as Record<string, unknown>)["trafficDistribution"]);
    expect(await near(fullRegion())).to.deep.equal(DEPLOYED.map(() => "PreferSameZone"));
    expect(await near(fullRegion({ EDGE_ENABLED: false }))).to.deep.equal(
      DEPLOYED.map(() => undefined),
    );
  });
});
