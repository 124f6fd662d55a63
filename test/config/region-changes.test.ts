import { isDeepStrictEqual } from "node:util";
import { expect } from "chai";
import fc from "fast-check";
import type { Capture, CapturedResource } from "../../render/capture";
import { shippedStack } from "../shipped-project";
import { changes, differences } from "./region-changes";

const outputs = { name: "home" } as unknown as Capture["outputs"];
const config = shippedStack("us-east-1");

const region = (...resources: CapturedResource[]): Capture => ({ config, resources, outputs });

function settings(name: string, data: unknown, namespace = "nephoran-system"): CapturedResource {
  const inputs = { metadata: { name, namespace }, data };
  return { type: "kubernetes:core/v1:ConfigMap", name, custom: true, inputs };
}

describe("the changes from one capture of a region to another", () => {
  it("are none between a value and a copy of it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(differences(value, structuredClone(value))).to.deep.equal([]);
      }),
    );
  });

  it("are found wherever there is one, whichever way it is looked at", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        const found = differences(before, after);
        expect(found.length > 0).to.equal(!isDeepStrictEqual(before, after));
        expect(differences(after, before).sort()).to.deep.equal(found.sort());
      }),
    );
  });

  it("are named by the smallest part that differs", () => {
    const before = { same: 1, list: [{ a: 1, b: 2 }], gone: { deep: true } };
    const after = { same: 1, list: [{ a: 1, b: 3 }, { c: 4 }], new: { deep: true } };
    expect(differences(before, after)).to.deep.equal(["list[0].b", "list[1]", "gone", "new"]);
  });

  it("tell objects apart by kind, namespace and name", () => {
    const before = region(settings("a", { x: "1" }), settings("b", {}), settings("a", {}, "other"));
    const after = region(
      settings("a", { x: "2" }),
      settings("c", {}),
      settings("a", null, "other"),
    );
    expect(changes(before, after)).to.deep.equal([
      "ConfigMap a: data.x",
      "ConfigMap b: removed",
      "ConfigMap c: added",
      "ConfigMap other/a: data",
    ]);
  });

  it("see what is secret", () => {
    const secret = (value: unknown) => ({
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value,
    });
    const [before, after] = [
      settings("a", secret({ key: "1" })),
      settings("a", secret({ key: "2" })),
    ];
    expect(changes(region(before), region(after))).to.deep.equal(["ConfigMap a: data.key"]);
  });
});
