import { expect } from "chai";
import { chartObjects } from "../../../render/charts/output";
import { REDACTED } from "../../../render/manifest";

const OBJECT = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: b\n";

describe("what a chart gives", () => {
  it("is every object, but not what is empty", () => {
    const output = `---\n# Source: a.yaml\n${OBJECT}---\n# Source: empty.yaml\n---\n${OBJECT}`;
    expect(chartObjects(output, "Chart base")).to.deep.equal([
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "b" } },
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "b" } },
    ]);
  });

  it("has its Secrets redacted", () => {
    const secret = OBJECT.replace("ConfigMap", "Secret") + "data:\n  key: aHVudGVyMg==\n";
    expect(chartObjects(secret, "Chart base")[0]?.["data"]).to.deep.equal({ key: REDACTED });
  });

  it("is refused where it is no object, or no YAML", () => {
    expect(() => chartObjects("kind: ConfigMap", "Chart base")).to.throw(
      "Chart base is no Kubernetes object with apiVersion, kind and an explicit metadata.name.",
    );
    expect(() => chartObjects("{", "Chart base")).to.throw(/^Chart base gives what is no YAML: /);
  });
});
