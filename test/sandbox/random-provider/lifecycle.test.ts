import { randomBytes } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import type { Kind } from "../../../sandbox/random-provider/kind";
import { create, diff, preview, update } from "../../../sandbox/random-provider/lifecycle";
import { UNKNOWN, type Properties } from "../../../sandbox/random-provider/properties";
import { kindNamed } from "./kind-named";

const password = kindNamed("RandomPassword");
const string = kindNamed("RandomString");
const id = kindNamed("RandomId");
const bytes = kindNamed("RandomBytes");
const uuid = kindNamed("RandomUuid");
const integer = kindNamed("RandomInteger");

/** One valid set of inputs for each kind. */
const SAMPLES: readonly (readonly [string, Kind, Properties])[] = [
  ["RandomPassword", password, { length: 16, minSpecial: 2 }],
  ["RandomString", string, { length: 16, special: false }],
  ["RandomId", id, { byteLength: 8, prefix: "node-" }],
  ["RandomBytes", bytes, { length: 32 }],
  ["RandomUuid", uuid, {}],
  ["RandomInteger", integer, { min: 1, max: 50_000 }],
];

const NO_CHANGE = { changed: [], replaced: [] };

function replacedBy(name: string) {
  return { changed: [name], replaced: [name] };
}

const anyKeepers = fc.dictionary(fc.string(), fc.string());

describe("the resources of the stand-in", () => {
  for (const [name, sample, inputs] of SAMPLES) {
    describe(name, () => {
      it("accepts its inputs and creates exactly the outputs that the preview announced", () => {
        expect(sample.failures(inputs)).to.deep.equal([]);
        const announced = preview(sample, inputs);
        const created = create(sample, inputs, randomBytes);

        expect(Object.keys(created.outputs).sort()).to.deep.equal(
          Object.keys(announced.outputs).sort(),
        );
        for (const [output, value] of Object.entries(announced.outputs)) {
          if (value !== UNKNOWN) expect(created.outputs[output]).to.deep.equal(value);
        }
        expect(created.id).to.not.equal("");
      });

      it("shows no change for the inputs that created it", () => {
        fc.assert(
          fc.property(anyKeepers, (keepers) => {
            const { outputs } = create(sample, { ...inputs, keepers }, randomBytes);
            expect(diff(sample, outputs, { ...inputs, keepers })).to.deep.equal(NO_CHANGE);
          }),
        );
      });

      it("is replaced when a keeper changes, comes or goes", () => {
        fc.assert(
          fc.property(anyKeepers, anyKeepers, (before, after) => {
            fc.pre(Object.keys({ ...before, ...after }).some((key) => before[key] !== after[key]));
            const { outputs } = create(sample, { ...inputs, keepers: before }, randomBytes);
            expect(diff(sample, outputs, { ...inputs, keepers: after })).to.deep.equal(
              replacedBy("keepers"),
            );
          }),
        );
      });

      it("would be replaced when a keeper is unknown, and its values are unknown then", () => {
        const keepers: Properties = { node: UNKNOWN };
        const { outputs } = create(sample, { ...inputs, keepers: { node: "a" } }, randomBytes);
        expect(diff(sample, outputs, { ...inputs, keepers })).to.deep.equal(replacedBy("keepers"));

        const announced = preview(sample, { ...inputs, keepers }).outputs;
        for (const drawn of sample.drawnNames) expect(announced[drawn]).to.equal(UNKNOWN);
        expect(announced.keepers).to.deep.equal(keepers);
      });

      it("is not created from an input that is still unknown", () => {
        expect(() => create(sample, { ...inputs, keepers: UNKNOWN }, randomBytes)).to.throw(
          "still unknown when applied: keepers",
        );
      });
    });
  }

  describe("when an input changes", () => {
    const changes: readonly (readonly [Kind, Properties, Properties, readonly string[]])[] = [
      [password, { length: 16 }, { length: 17 }, ["length"]],
      [password, { length: 16 }, { length: 16, special: false }, ["special"]],
      [password, { length: 16 }, { length: 16, minUpper: 1 }, ["minUpper"]],
      [string, { length: 16 }, { length: 16, overrideSpecial: "_" }, ["overrideSpecial"]],
      [string, { length: 16 }, { length: 16, numeric: false }, ["number", "numeric"]],
      [id, { byteLength: 4 }, { byteLength: 8 }, ["byteLength"]],
      [id, { byteLength: 4, prefix: "a" }, { byteLength: 4 }, ["prefix"]],
      [bytes, { length: 4 }, { length: 8 }, ["length"]],
      [uuid, { keepers: { node: "a" } }, { keepers: { node: null } }, ["keepers"]],
      [integer, { min: 1, max: 9 }, { min: 0, max: 9 }, ["min"]],
      [integer, { min: 1, max: 9 }, { min: 1, max: 8 }, ["max"]],
      [integer, { min: 1, max: 9 }, { min: 1, max: 9, seed: "s" }, ["seed"]],
    ];
    for (const [changing, before, after, names] of changes) {
      it(`${names.join(" and ")}: ${JSON.stringify(after)} replaces ${JSON.stringify(before)}`, () => {
        const { outputs } = create(changing, before, randomBytes);
        expect(diff(changing, outputs, after)).to.deep.equal({ changed: names, replaced: names });
      });
    }

    it("to its default or to another name for the same thing, nothing happens", () => {
      const { outputs } = create(string, { length: 16, number: false }, randomBytes);
      const spelledOut = { length: 16, numeric: false, upper: true, minLower: 0, keepers: null };
      expect(diff(string, outputs, spelledOut)).to.deep.equal(NO_CHANGE);
    });

    it("to something unknown, it would be replaced", () => {
      const { outputs } = create(id, { byteLength: 4 }, randomBytes);
      expect(diff(id, outputs, { byteLength: UNKNOWN })).to.deep.equal(replacedBy("byteLength"));
    });
  });

  describe("update the record alone, and keep what was drawn,", () => {
    const inPlace: readonly (readonly [string, Kind, Properties, Properties, string])[] = [
      [
        "when an empty overrideSpecial is taken away",
        password,
        { length: 16, overrideSpecial: "" },
        { length: 16 },
        "overrideSpecial",
      ],
      ["when keepers become an empty map", uuid, {}, { keepers: {} }, "keepers"],
      ["when an empty map of keepers goes", uuid, { keepers: {} }, {}, "keepers"],
      [
        "when a keeper without a value comes",
        uuid,
        { keepers: { node: "a" } },
        { keepers: { node: "a", zone: null } },
        "keepers",
      ],
    ];
    for (const [title, changing, before, after, name] of inPlace) {
      it(title, () => {
        const { outputs } = create(changing, before, randomBytes);
        expect(diff(changing, outputs, after)).to.deep.equal({ changed: [name], replaced: [] });

        const updated = update(changing, outputs, after);
        for (const drawn of changing.drawnNames) expect(updated[drawn]).to.equal(outputs[drawn]);
        expect(updated[name]).to.deep.equal(after[name]);
        expect(diff(changing, updated, after)).to.deep.equal(NO_CHANGE);
      });
    }

    it("while an overrideSpecial is unknown, as the real plugin does", () => {
      const { outputs } = create(string, { length: 16 }, randomBytes);
      const inputs: Properties = { length: 16, overrideSpecial: UNKNOWN };
      expect(diff(string, outputs, inputs)).to.deep.equal({
        changed: ["overrideSpecial"],
        replaced: [],
      });
    });

    it("except for RandomBytes, which any change of keepers replaces", () => {
      const { outputs } = create(bytes, { length: 4 }, randomBytes);
      expect(diff(bytes, outputs, { length: 4, keepers: {} })).to.deep.equal(replacedBy("keepers"));
    });
  });

  it("leave outputs alone that only the real plugin makes", () => {
    const recorded = { ...create(password, { length: 8 }, randomBytes).outputs, bcryptHash: "$2a" };
    expect(diff(password, recorded, { length: 8 })).to.deep.equal(NO_CHANGE);
    expect(update(password, recorded, { length: 8 })).to.deep.equal(recorded);
  });

  it("name what is wrong when the record does not make sense", () => {
    expect(() => diff(bytes, { length: "long" }, { length: 4 })).to.throw(
      "unusable inputs: length: expected a whole number of at least 1",
    );
  });
});
