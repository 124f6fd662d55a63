import { expect } from "chai";
import { program } from "../../../program";
import { fullRegion } from "../full-region";
import { registrations } from "../registrations";

describe("what holds a region's data", () => {
  /** `TYPE NAME` of what the engine refuses to delete, or looks away from. */
  const withOption = async (
    option: "protect" | "ignoreChanges",
    settings?: Record<string, unknown>,
  ): Promise<string[]> => {
    const made = await registrations(() => program(fullRegion(settings)));
    return made
      .filter(({ options }) => options[option] !== undefined && options[option] !== false)
      .map(
        ({ type, name, options }) =>
          `${type.replace(/.*:/, "")} ${name}: ${String(options[option])}`,
      )
      .sort();
  };

  it("is protected from the engine: claims, the namespaces around them, the API that intents are in", async () => {
    expect(await withOption("protect")).to.deep.equal([
      "CustomResourceDefinition regional-data-plane-network-intent: true",
      "Namespace region-base-nephoran-global: true",
      "Namespace region-base-nephoran-system: true",
      "PersistentVolumeClaim cockroachdb-data-0: true",
      "PersistentVolumeClaim cockroachdb-data-1: true",
      "PersistentVolumeClaim cockroachdb-data-2: true",
      "PersistentVolumeClaim ml-training-models: true",
      "PersistentVolumeClaim prometheus-global-data-0: true",
      "PersistentVolumeClaim prometheus-regional-data-0: true",
      "PersistentVolumeClaim prometheus-regional-data-1: true",
      "PersistentVolumeClaim weaviate-data-0: true",
      "PersistentVolumeClaim weaviate-data-1: true",
      "PersistentVolumeClaim weaviate-data-2: true",
    ]);
  });

  it("is given up where the stack file says so", async () => {
    expect(await withOption("protect", { protectStorage: false })).to.deep.equal([]);
  });

  it("has fields that the engine leaves alone, since Kubernetes refuses to change them", async () => {
    expect(await withOption("ignoreChanges", { weaviateStorageClass: "fast" })).to.deep.equal([
      ...[
        "cockroachdb-data-0",
        "cockroachdb-data-1",
        "cockroachdb-data-2",
        "prometheus-global-data-0",
        "prometheus-regional-data-0",
        "prometheus-regional-data-1",
      ].map((claim) => `PersistentVolumeClaim ${claim}: spec.storageClassName`),
      ...[0, 1, 2].map((n) => `PersistentVolumeClaim weaviate-data-${n}: spec.storageClassName`),
      "StatefulSet cockroachdb-nodes: spec.volumeClaimTemplates",
      "StatefulSet prometheus-global-replicas: spec.volumeClaimTemplates",
      "StatefulSet prometheus-regional-replicas: spec.volumeClaimTemplates",
      "StatefulSet weaviate-replicas: spec.volumeClaimTemplates",
      "VirtualService traffic-global-traffic-routing: spec.http",
    ]);
  });
});
