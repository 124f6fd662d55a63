import { expect } from "chai";
import { UNKNOWN, type Properties } from "../../../sandbox/random-provider/properties";
import { kindNamed } from "./kind-named";

interface Refusal {
  readonly of: string;
  readonly inputs: Properties;
  readonly property: string;
  readonly reason: string;
}

const noClass = { special: false, upper: false, lower: false };

const REFUSALS: readonly Refusal[] = [
  {
    of: "RandomPassword",
    inputs: {},
    property: "length",
    reason: "expected a whole number of at least 1",
  },
  {
    of: "RandomPassword",
    inputs: { length: "16" },
    property: "length",
    reason: "expected a whole number of at least 1",
  },
  {
    of: "RandomPassword",
    inputs: { length: 0 },
    property: "length",
    reason: "expected a whole number of at least 1",
  },
  {
    of: "RandomPassword",
    inputs: { length: 7, minUpper: 2, minLower: 2, minNumeric: 2, minSpecial: 2 },
    property: "length",
    reason: "expected at least 8, the sum of the min* inputs",
  },
  {
    of: "RandomPassword",
    inputs: { length: 7, minUpper: 5, minLower: 3, minNumeric: UNKNOWN },
    property: "length",
    reason: "expected at least 8, the sum of the min* inputs",
  },
  {
    of: "RandomString",
    inputs: { length: 8, minUpper: -1 },
    property: "minUpper",
    reason: "expected a whole number of at least 0",
  },
  {
    of: "RandomString",
    inputs: { length: 8, ...noClass, numeric: false },
    property: "numeric",
    reason: "expected at least one of special, upper, lower and numeric to be true",
  },
  {
    of: "RandomString",
    inputs: { length: 8, ...noClass, number: false },
    property: "number",
    reason: "expected at least one of special, upper, lower and numeric to be true",
  },
  {
    of: "RandomString",
    inputs: { length: 8, number: true, numeric: false },
    property: "number",
    reason: "number and numeric differ; number is deprecated, set numeric only",
  },
  {
    of: "RandomString",
    inputs: { length: 8, special: "no" },
    property: "special",
    reason: "expected true or false",
  },
  {
    of: "RandomUuid",
    inputs: { keepers: { node: 1 } },
    property: "keepers",
    reason: "expected a map of strings",
  },
  {
    of: "RandomId",
    inputs: { byteLength: 8, prefix: 1 },
    property: "prefix",
    reason: "expected a string",
  },
  {
    of: "RandomInteger",
    inputs: { min: 2, max: 1 },
    property: "max",
    reason: "expected at least min, which is 2",
  },
  {
    of: "RandomInteger",
    inputs: { min: 0, max: 2 ** 53 },
    property: "max",
    reason: "expected a whole number within ±(2^53 - 1)",
  },
  {
    of: "RandomUuid",
    inputs: { colour: "red" },
    property: "colour",
    reason: "is no input of this resource",
  },
];

const ACCEPTED: readonly (readonly [string, string, Properties])[] = [
  ["digits alone", "RandomString", { length: 8, ...noClass }],
  ["number and numeric that agree", "RandomString", { length: 8, number: false, numeric: false }],
  ["minimums that fill the length", "RandomPassword", { length: 2, minUpper: 1, minLower: 1 }],
  ["a length that is unknown yet", "RandomPassword", { length: UNKNOWN, minUpper: 9 }],
  ["a class that is unknown yet", "RandomString", { length: 8, ...noClass, numeric: UNKNOWN }],
  ["keepers that are unknown yet", "RandomUuid", { keepers: UNKNOWN }],
  ["a bound that is unknown yet", "RandomInteger", { min: UNKNOWN, max: 1 }],
  ["a range of one number", "RandomInteger", { min: 1, max: 1 }],
  ["null for an optional input", "RandomId", { byteLength: 8, prefix: null, keepers: null }],
];

/** JSON shows no symbols. */
function shown(inputs: Properties): string {
  return JSON.stringify(inputs, (_name, value: unknown) => (value === UNKNOWN ? "?" : value));
}

describe("the inputs of the stand-in's resources", () => {
  for (const { of, inputs, property, reason } of REFUSALS) {
    it(`${of} refuses ${shown(inputs)} at ${property}`, () => {
      expect(kindNamed(of).failures(inputs)).to.deep.equal([{ property, reason }]);
    });
  }

  for (const [title, of, inputs] of ACCEPTED) {
    it(`${of} accepts ${title}`, () => {
      expect(kindNamed(of).failures(inputs)).to.deep.equal([]);
    });
  }

  it("are all judged together", () => {
    const failures = kindNamed("RandomPassword").failures({ length: 0, upper: 1, depth: 2 });
    expect(failures.map(({ property }) => property)).to.have.members(["length", "upper", "depth"]);
  });
});
