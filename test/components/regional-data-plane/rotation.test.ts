import { expect } from "chai";
import type { ProgramConfig } from "../../../config/program-config";
import { SecretText } from "../../../config/secret-text";
import { program } from "../../../program";
import { capture } from "../../../render/capture";
import { type Manifest, manifests } from "../../../render/manifest";
import { ofKind, podsOf } from "../../manifests/rendered";
import { fullRegion } from "../full-region";
import { inClear, registrations } from "../registrations";

describe("a rotation of a region's secrets", () => {
  const render = async (config: ProgramConfig): Promise<Manifest[]> =>
    manifests((await capture("nephoran", config)).resources);

  /** Workloads whose pods are replaced between two renderings. */
  const restarted = (before: readonly Manifest[], after: readonly Manifest[]): string[] => {
    const templates = new Map(
      podsOf(before).map((pod) => [pod.metadata.name, JSON.stringify(pod)]),
    );
    return podsOf(after)
      .filter((pod) => templates.get(pod.metadata.name) !== JSON.stringify(pod))
      .map(({ metadata }) => metadata.name)
      .sort();
  };

  let first: Manifest[];
  before(async () => {
    first = await render(fullRegion());
  });

  it("restarts the pods that hold a secret, and no others", async () => {
    const after = await render(fullRegion({ secretsGeneration: 2 }));
    expect(restarted(first, after)).to.deep.equal([
      "grafana",
      "llm-processor-regional",
      "weaviate",
    ]);
    // No object comes or goes with it.
    expect(after.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).to.deep.equal(
      first.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    );
  });

  it("of a given secret restarts the pods that read it, and no others", async () => {
    const given = (text: string) =>
      render(fullRegion({ oauth2ClientSecret: new SecretText(text) }));
    expect(restarted(await given("one"), await given("other"))).to.deep.equal([
      "llm-processor-regional",
    ]);
    const provider = (text: string) =>
      render(fullRegion({ llmProviderApiKey: new SecretText(text) }));
    expect(restarted(await provider("one"), await provider("other"))).to.deep.equal([
      "llm-processor-regional",
    ]);
  });

  it("reaches the vector store before any of its clients", async () => {
    const { resources } = await capture("nephoran", fullRegion({ secretsGeneration: 2 }));
    const position = (name: string): number => {
      const index = resources.findIndex((resource) => resource.name === name);
      if (index < 0) throw new Error(`${name} is not registered.`);
      return index;
    };
    const order = [
      "weaviate-server",
      "weaviate-replicas",
      "weaviate-api-key",
      "weaviate-backup-schedule",
    ].map(position);
    expect(order).to.deep.equal([...order].sort((one, other) => one - other));
    expect(position("llm-processor-regional-secrets")).to.be.greaterThan(
      position("weaviate-replicas"),
    );
  });

  it("is seen in the store's Secret as both keys, in its clients' as the new one", async () => {
    const made = await registrations(() => program(fullRegion({ secretsGeneration: 2 })));
    const dataOf = (name: string) =>
      inClear(made.find((resource) => resource.name === name)?.inputs["stringData"]);
    const [now, then] = [2, 1].map((n) => `regional-secrets-weaviate-api-key-${n}`);
    expect(dataOf("weaviate-server")).to.deep.include({
      "accepted-api-keys": [now, then].join(","),
    });
    expect(dataOf("weaviate-api-key")).to.deep.equal({ "api-key": now });
    expect(dataOf("llm-processor-regional-secrets")).to.deep.include({ "weaviate-api-key": now });
  });

  it("leaves a checksum on the pods that holds no secret", () => {
    for (const { metadata } of podsOf(first)) {
      const { annotations } = metadata as { annotations?: Record<string, string> };
      const checksum = annotations?.["nephoran.io/secrets-checksum"];
      if (checksum !== undefined) expect(checksum).to.match(/^[0-9a-f]{16}$/);
    }
    expect(ofKind(first, "Secret").map(({ metadata }) => metadata.name)).to.have.members([
      "alertmanager-secrets",
      "cockroachdb-license",
      "grafana-secrets",
      "llm-processor-regional-secrets",
      "nephoran-remote-reader-token",
      "weaviate-api-key",
      "weaviate-server",
    ]);
  });
});
