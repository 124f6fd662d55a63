import { expect } from "chai";
import fc from "fast-check";
import {
  alternatives,
  type RelabelStep,
  relabelled,
  UnknownStep,
} from "../../../policy/reading/relabelling";

const series = { __name__: "requests", region: "eu", pod: "a" };

describe("relabelling", () => {
  const after = (...steps: RelabelStep[]) => relabelled(series, steps);

  it("keeps and drops series by the whole of a value", () => {
    expect(after({ action: "keep", source_labels: ["__name__"], regex: "req" })).to.equal(
      undefined,
    );
    expect(after({ action: "keep", source_labels: ["__name__"], regex: "req.*" })).to.equal(series);
    expect(after({ action: "drop", source_labels: ["region"], regex: "eu|us" })).to.equal(
      undefined,
    );
    expect(after({ action: "drop", source_labels: ["region"], regex: "e" })).to.equal(series);
  });

  it("joins source labels by the separator, and takes missing ones for empty", () => {
    const step = { action: "keep", source_labels: ["region", "none", "pod"] };
    expect(after({ ...step, regex: "eu;;a" })).to.equal(series);
    expect(after({ ...step, separator: "/", regex: "eu//a" })).to.equal(series);
  });

  it("keeps and drops labels by their names", () => {
    expect(after({ action: "labelkeep", regex: "__name__|region" })).to.deep.equal({
      __name__: "requests",
      region: "eu",
    });
    expect(after({ action: "labeldrop", regex: "p.d" })).to.deep.equal({
      __name__: "requests",
      region: "eu",
    });
  });

  it("replaces, by default all of a value", () => {
    expect(after({ source_labels: ["pod"], target_label: "instance" })).to.deep.equal({
      ...series,
      instance: "a",
    });
    const step = { source_labels: ["region"], regex: "(.)u", replacement: "${1}x" };
    expect(after({ ...step, target_label: "zone" })).to.deep.equal({ ...series, zone: "ex" });
    expect(after({ ...step, regex: "us", target_label: "zone" })).to.equal(series);
  });

  it("maps labels to others", () => {
    expect(after({ action: "labelmap", regex: "p(.*)" })).to.deep.equal({ ...series, od: "a" });
  });

  it("changes the case of a value", () => {
    const step = { source_labels: ["region"], target_label: "region" };
    expect(after({ ...step, action: "uppercase" })).to.deep.equal({ ...series, region: "EU" });
    expect(after({ ...step, action: "lowercase" })).to.deep.equal(series);
  });

  it("compares labels", () => {
    const step = { source_labels: ["pod"], target_label: "region" };
    expect(after({ ...step, action: "keepequal" })).to.equal(undefined);
    expect(after({ ...step, action: "dropequal" })).to.equal(series);
  });

  it("refuses what it does not know, rather than to leave it out", () => {
    expect(() => after({ action: "conjure" })).to.throw(UnknownStep);
    expect(() => after({ action: "keep", regex: "(" })).to.throw(UnknownStep);
  });

  it("never gives back a label that a last labelkeep does not name", () => {
    const label = fc.constantFrom("region", "pod", "tenant", "__name__");
    fc.assert(
      fc.property(
        fc.dictionary(label, fc.string()),
        fc.subarray(["region", "pod"]),
        (labels, kept) => {
          const regex = ["__name__", ...kept].join("|");
          const left = relabelled(labels, [{ action: "labelkeep", regex }]);
          expect(Object.keys(left ?? {}).every((one) => regex.split("|").includes(one))).to.equal(
            true,
          );
        },
      ),
    );
  });
});

describe("the alternatives of a regular expression", () => {
  it("are those at its outermost level", () => {
    expect(alternatives("a|b(c|d)|[|]|e\\|f")).to.deep.equal(["a", "b(c|d)", "[|]", "e\\|f"]);
    expect(alternatives("")).to.deep.equal([""]);
    expect(alternatives("a|")).to.deep.equal(["a", ""]);
  });

  it("make the expression again", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "|", "(", ")", "[", "]", "\\") }),
        (regex) => {
          expect(alternatives(regex).join("|")).to.equal(regex);
        },
      ),
    );
  });
});
