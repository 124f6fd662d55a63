import { expect } from "chai";
import { kindSchemas } from "../../../render/schemas/kinds";

const META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
const QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const document = {
  components: {
    schemas: {
      [META]: { type: "object", properties: { name: { type: "string" } } },
      [QUANTITY]: { type: "string" },
      Disk: {
        type: "object",
        properties: { metadata: ref(META), size: ref(QUANTITY) },
        "x-kubernetes-group-version-kind": [{ group: "", version: "v1", kind: "Disk" }],
      },
      DeleteOptions: {
        type: "object",
        properties: { force: { type: "boolean" } },
        "x-kubernetes-group-version-kind": [{ group: "", version: "v1", kind: "DeleteOptions" }],
      },
    },
  },
};

const definition = (field: string, served = true) => ({
  kind: "CustomResourceDefinition",
  spec: {
    group: "nephoran.com",
    names: { kind: "Probe" },
    versions: [
      {
        name: "v1",
        served,
        schema: {
          openAPIV3Schema: { type: "object", properties: { [field]: { type: "string" } } },
        },
      },
    ],
  },
});

const names = (documents: unknown[], definitions: unknown[]): string[] =>
  kindSchemas(documents, definitions).map(
    ({ group, version, kind }) => `${group}/${version} ${kind}`,
  );

describe("the schemas of all kinds", () => {
  it("are those of objects, not of the options of a request", () => {
    expect(names([document], [])).to.deep.equal(["/v1 Disk"]);
  });

  it("know the grammar of an amount, which OpenAPI does not", () => {
    const [disk] = kindSchemas([document], []);
    const definitions = disk?.schema["definitions"] as Record<
      string,
      { anyOf: { pattern?: string }[] }
    >;
    const pattern = definitions[QUANTITY]?.anyOf.find((option) => option.pattern)?.pattern ?? "";
    const isAmount = (text: string): boolean => new RegExp(pattern).test(text);
    expect(["500m", "2Gi", "1.5", "1e3"].every(isAmount)).to.equal(true);
    expect(["2 GB", "two", ""].some(isAmount)).to.equal(false);
  });

  it("have a custom kind once, though every region defines it, and the fields of any object", () => {
    expect(names([document], [definition("spec"), definition("spec")])).to.include(
      "nephoran.com/v1 Probe",
    );
    const probe = kindSchemas([document], [definition("spec")]).find(
      ({ kind }) => kind === "Probe",
    );
    expect(probe?.schema["properties"]).to.have.all.keys("apiVersion", "kind", "metadata", "spec");
  });

  it("leave out a version that is not served", () => {
    expect(names([document], [definition("spec", false)])).to.deep.equal(["/v1 Disk"]);
  });

  it("are refused when two regions define a kind differently", () => {
    expect(() => kindSchemas([document], [definition("spec"), definition("other")])).to.throw(
      "nephoran.com/v1 Probe has two different schemas",
    );
  });
});
