import { expect } from "chai";
import type { CapturedResource } from "../../render/capture";
import { manifestPath, manifests, REDACTED } from "../../render/manifest";

const object = (inputs: Record<string, unknown>): CapturedResource => ({
  type: "kubernetes:core/v1:Secret",
  name: "key",
  custom: true,
  inputs: {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "key", namespace: "a" },
    ...inputs,
  },
});

/** A secret as it travels to the engine. */
const secret = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value: "hunter2",
};

describe("a rendered manifest", () => {
  it("redacts a Secret's data even if the program forgot to call it secret", () => {
    const [rendered] = manifests([object({ stringData: { password: "hunter2" } })]);
    expect(rendered?.["stringData"]).to.deep.equal({ password: REDACTED });
  });

  it("redacts a secret value wherever it stands", () => {
    const [rendered] = manifests([object({ kind: "ConfigMap", data: { url: secret } })]);
    expect(rendered?.["data"]).to.deep.equal({ url: REDACTED });
  });

  it("shows secrets only to whoever asks for them", () => {
    const secrets = object({ stringData: { password: "hunter2", token: secret } });
    const [rendered] = manifests([secrets], "revealed");
    expect(rendered?.["stringData"]).to.deep.equal({ password: "hunter2", token: "hunter2" });
  });

  it("names an unknown value by where it stands", () => {
    const [rendered] = manifests([object({ kind: "ConfigMap", data: { ip: undefined } })]);
    expect(rendered?.["data"]).to.deep.equal({ ip: "[unknown until deployed: key.data.ip]" });
  });

  it("refuses an object without an explicit name", () => {
    expect(() => manifests([object({ metadata: {} })])).to.throw(/explicit metadata.name/);
  });

  it("stands in a file named after its namespace, kind and name", () => {
    const paths = manifests([object({}), object({ metadata: { name: "wide" } })]).map(manifestPath);
    expect(paths).to.deep.equal(["a/secret-key.yaml", "cluster/secret-wide.yaml"]);
  });
});
