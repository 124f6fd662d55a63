import { expect } from "chai";
import fc from "fast-check";
import {
  alternatives,
  contains,
  labelSelectorSchema,
  matches,
  meansSomebody,
  selectorText,
} from "../../network/label-selector";

const keys = ["x", "y"];
const values = ["1", "2"];

const expression = fc.oneof(
  fc.record({
    key: fc.constantFrom(...keys),
    operator: fc.constantFrom("In" as const, "NotIn" as const),
    values: fc.subarray([...values, "3"], { minLength: 1 }),
  }),
  fc.record({
    key: fc.constantFrom(...keys),
    operator: fc.constantFrom("Exists" as const, "DoesNotExist" as const),
  }),
);
const selector = fc
  .record({
    matchLabels: fc.dictionary(fc.constantFrom(...keys), fc.constantFrom(...values), {
      maxKeys: 1,
    }),
    matchExpressions: fc.array(expression, { maxLength: 3 }),
  })
  .map((source) => labelSelectorSchema.parse(source));
type Source = typeof selector extends fc.Arbitrary<infer T> ? T : never;

/** Every object that can differ for these selectors: `4` stands for all values that none lists. */
const everyObject = [undefined, "1", "2", "3", "4"].flatMap((x) =>
  [undefined, "1", "2", "3", "4"].map((y) => ({
    ...(x === undefined ? {} : { x }),
    ...(y === undefined ? {} : { y }),
  })),
);

/** The definition, requirement by requirement. */
function selects({ matchLabels, matchExpressions }: Source, labels: Record<string, string>) {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every((one) => {
      const value = labels[one.key];
      switch (one.operator) {
        case "In":
          return value !== undefined && one.values.includes(value);
        case "NotIn":
          return value === undefined || !one.values.includes(value);
        case "Exists":
          return value !== undefined;
        case "DoesNotExist":
          return value === undefined;
      }
    })
  );
}

describe("a label selector", () => {
  it("selects by its alternatives what it is defined to select", () => {
    fc.assert(
      fc.property(selector, (source) => {
        const read = alternatives(source);
        for (const labels of everyObject) {
          const found = read.filter((alternative) => matches(alternative, labels)).length;
          expect(found).to.equal(selects(source, labels) ? 1 : 0);
        }
      }),
    );
  });

  it("contains another if and only if it selects all that the other does", () => {
    fc.assert(
      fc.property(selector, selector, (one, two) => {
        for (const outer of alternatives(one)) {
          for (const inner of alternatives(two)) {
            const inside = everyObject.filter((labels) => matches(inner, labels));
            const expected = inside.every((labels) => matches(outer, labels));
            expect(contains(outer, inner)).to.equal(expected);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("has the same text as another if and only if both select the same", () => {
    fc.assert(
      fc.property(selector, selector, (one, two) => {
        for (const a of alternatives(one)) {
          for (const b of alternatives(two)) {
            const isSame = contains(a, b) && contains(b, a);
            expect(selectorText(a) === selectorText(b)).to.equal(isSame);
          }
        }
      }),
    );
  });

  const texts: [Partial<Source>, string][] = [
    [{}, "*"],
    [{ matchLabels: { b: "2", a: "1" } }, "[a=1,b=2]"],
    [
      { matchExpressions: [{ key: "a", operator: "NotIn", values: ["2", "1"] }] },
      "[a notin (1,2)]",
    ],
    [{ matchExpressions: [{ key: "a", operator: "Exists" }] }, "[a]"],
    [{ matchExpressions: [{ key: "a", operator: "DoesNotExist" }] }, "[!a]"],
  ];
  for (const [source, text] of texts) {
    it(`is written ${text}`, () => {
      const [read] = alternatives(labelSelectorSchema.parse(source));
      expect(read && selectorText(read)).to.equal(text);
    });
  }

  it("means somebody only where it lists a value that has to be there", () => {
    const meant = (source: Partial<Source>): boolean[] =>
      alternatives(labelSelectorSchema.parse(source)).map(meansSomebody);
    expect(meant({ matchLabels: { a: "1" } })).to.deep.equal([true]);
    expect(
      meant({ matchExpressions: [{ key: "a", operator: "In", values: ["1", "2"] }] }),
    ).to.deep.equal([true, true]);
    expect(
      meant({ matchExpressions: [{ key: "a", operator: "NotIn", values: ["1"] }] }),
    ).to.deep.equal([false]);
    expect(meant({ matchExpressions: [{ key: "a", operator: "Exists" }] })).to.deep.equal([false]);
    expect(meant({})).to.deep.equal([false]);
  });
});
