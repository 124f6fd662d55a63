import { expect } from "chai";
import { z } from "zod";
import { networkIntentDefinition } from "../../../components/regional-data-plane/network-intent";
import { fullRegion } from "../full-region";
import { type Registration, registrations } from "../registrations";

const definition = z.object({
  spec: z.object({
    conversion: z.unknown(),
    preserveUnknownFields: z.boolean(),
    versions: z.tuple([
      z.object({
        additionalPrinterColumns: z.array(
          z.object({ name: z.string(), jsonPath: z.string(), priority: z.int().default(0) }),
        ),
        selectableFields: z.array(z.object({ jsonPath: z.string() })),
        subresources: z.unknown(),
        schema: z.object({ openAPIV3Schema: z.unknown() }),
      }),
    ]),
  }),
});

/** Every rule in CEL of a schema, as `path: message`. */
function rulesIn(schema: unknown, path = ""): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const {
    properties,
    items,
    "x-kubernetes-validations": rules,
  } = schema as {
    properties?: Record<string, unknown>;
    items?: unknown;
    "x-kubernetes-validations"?: { message: string }[];
  };
  return [
    ...(rules ?? []).map(({ message }) => `${path}: ${message}`),
    ...Object.entries(properties ?? {}).flatMap(([key, value]) => rulesIn(value, `${path}.${key}`)),
    ...rulesIn(items, `${path}[]`),
  ];
}

describe("the API of intents", () => {
  let made: Registration | undefined;
  let spec: z.output<typeof definition>["spec"];
  before(async () => {
    [made] = await registrations(() =>
      networkIntentDefinition("intents", fullRegion({ protectStorage: true }), {}),
    );
    ({ spec } = definition.parse(made?.inputs));
  });

  it("lists intents with their state, and what takes room only when it is asked for", () => {
    const columns = spec.versions[0].additionalPrinterColumns;
    const named = (priority: number): string[] =>
      columns.filter((column) => column.priority === priority).map(({ name }) => name);
    expect(named(0)).to.deep.equal(["Priority", "Phase", "Age"]);
    expect(named(1)).to.deep.equal(["Regions", "Progress", "Description"]);
    expect(columns.map(({ jsonPath }) => jsonPath)).to.deep.equal([
      ".spec.priority",
      ".status.phase",
      ".metadata.creationTimestamp",
      ".metadata.annotations.nephoran\\.io/regions",
      ".status.progress",
      ".spec.description",
    ]);
  });

  it("holds intents to rules, each with a message that names the field", () => {
    expect(rulesIn(spec.versions[0].schema.openAPIV3Schema)).to.deep.equal([
      ".spec.description: spec.description must say something, not blanks alone",
      ".status.observedGeneration: status.observedGeneration never goes back",
      ".status.regions[]: a region that failed must say why in message",
    ]);
  });

  it("lets each region write its own state", () => {
    expect(spec.versions[0].subresources).to.deep.equal({ status: {} });
    expect(spec.versions[0].schema.openAPIV3Schema)
      .to.have.nested.property("properties.status.properties.regions")
      .that.deep.includes({
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["region"],
      });
  });

  it("can be asked for intents of a priority or a phase", () => {
    expect(spec.versions[0].selectableFields.map(({ jsonPath }) => jsonPath)).to.deep.equal([
      ".spec.priority",
      ".status.phase",
    ]);
  });

  it("keeps no field that it does not know", () => {
    expect(spec.preserveUnknownFields).to.equal(false);
    expect(JSON.stringify(spec)).to.not.contain("x-kubernetes-preserve-unknown-fields");
  });

  it("is protected from the engine as long as storage is", async () => {
    expect(made?.options.protect).to.equal(true);
    const [given] = await registrations(() =>
      networkIntentDefinition("intents", fullRegion({ protectStorage: false }), {}),
    );
    expect(given?.options.protect).to.equal(false);
  });
});
