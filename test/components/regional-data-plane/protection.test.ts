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

  it("is protected from the engine: every claim, and the API that intents are in", async () => {
    expect(await withOption("protect")).to.deep.equal([
      "CustomResourceDefinition regional-data-plane-network-intent: true",
      "PersistentVolumeClaim ml-training-models: true",
      "PersistentVolumeClaim weaviate-data-0: true",
      "PersistentVolumeClaim weaviate-data-1: true",
      "PersistentVolumeClaim weaviate-data-2: true",
    ]);
  });

  it("is given up where the stack file says so", async () => {
    expect(await withOption("protect", { protectStorage: false })).to.deep.equal([]);
  });

  it("has one field that the engine leaves alone, since Kubernetes refuses to change it", async () => {
    expect(await withOption("ignoreChanges")).to.deep.equal([
      "StatefulSet weaviate-replicas: spec.volumeClaimTemplates",
    ]);
  });
});
