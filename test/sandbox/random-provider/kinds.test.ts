import { expect } from "chai";
import fc from "fast-check";
import { seededBytes } from "../../../sandbox/random-provider/generate";
import { KINDS } from "../../../sandbox/random-provider/kinds";
import { adopt, create, diff } from "../../../sandbox/random-provider/lifecycle";
import { kindNamed } from "./kind-named";

const counting = (count: number) => Uint8Array.from({ length: count }, (_, index) => index + 250);

describe("the kinds of the stand-in", () => {
  it("have the tokens of the real provider", () => {
    expect([...KINDS.keys()]).to.deep.equal([
      "random:index/randomPassword:RandomPassword",
      "random:index/randomString:RandomString",
      "random:index/randomId:RandomId",
      "random:index/randomBytes:RandomBytes",
      "random:index/randomUuid:RandomUuid",
      "random:index/randomInteger:RandomInteger",
    ]);
  });

  it("keep the secrets of the real provider secret", () => {
    const secrets = [...KINDS].map(([token, { secrets: names }]) => [token.split(":")[2], names]);
    expect(Object.fromEntries(secrets)).to.deep.equal({
      RandomPassword: ["result", "bcryptHash"],
      RandomString: [],
      RandomId: [],
      RandomBytes: ["base64", "hex"],
      RandomUuid: [],
      RandomInteger: [],
    });
  });

  it("write an id in five ways, four of them with the prefix", () => {
    const inputs = { byteLength: 3, prefix: "n-" };
    expect(create(kindNamed("RandomId"), inputs, counting)).to.deep.equal({
      id: "-vv8",
      outputs: {
        id: "-vv8",
        b64Url: "n--vv8",
        b64Std: "n-+vv8",
        hex: "n-fafbfc",
        dec: "n-16448508",
        byteLength: 3,
        prefix: "n-",
      },
    });
  });

  it("give a password the id that tells nothing, and no bcryptHash", () => {
    const { id, outputs } = create(kindNamed("RandomPassword"), { length: 8 }, seededBytes(""));
    expect(id).to.equal("none");
    expect(outputs).to.include({ id: "none", length: 8, special: true, minUpper: 0 });
    expect(outputs).to.not.have.property("bcryptHash");
  });

  it("give a string itself as its id", () => {
    const { id, outputs } = create(kindNamed("RandomString"), { length: 8 }, seededBytes(""));
    expect(outputs.result).to.equal(id);
    expect(id).to.have.length(8);
  });

  it("write bytes as base64 and hex", () => {
    expect(create(kindNamed("RandomBytes"), { length: 2 }, counting)).to.deep.equal({
      id: "+vs=",
      outputs: { base64: "+vs=", hex: "fafb", length: 2 },
    });
  });

  it("draw the same integer for the same seed, whatever the randomness, and none for an empty one", () => {
    const inputs = { min: 1, max: 1_000_000_000 };
    const draw = (seed: string, randomness: string) =>
      create(kindNamed("RandomInteger"), { ...inputs, seed }, seededBytes(randomness)).id;
    expect(draw("a", "1")).to.equal(draw("a", "2"));
    expect(draw("a", "1")).to.not.equal(draw("b", "1"));
    expect(draw("", "1")).to.not.equal(draw("", "2"));
  });

  describe("import", () => {
    const IMPORTS = [
      ["RandomPassword", "super secret", { length: 12 }, { id: "none", result: "super secret" }],
      ["RandomString", "pässe", { length: 6 }, { id: "pässe", result: "pässe" }],
      ["RandomId", "p-9hUg", { byteLength: 4 }, { id: "p-9hUg", dec: "2817483090" }],
      [
        "RandomId",
        "my,prefix-,p-9hUg",
        { byteLength: 4, prefix: "my,prefix-" },
        { id: "p-9hUg", b64Url: "my,prefix-p-9hUg", hex: "my,prefix-a7ef6152" },
      ],
      [
        "RandomBytes",
        "8/fu3q+2DcgSJ19i0jZ5Cw==",
        { length: 16 },
        { base64: "8/fu3q+2DcgSJ19i0jZ5Cw==", hex: "f3f7eedeafb60dc812275f62d236790b" },
      ],
      [
        "RandomUuid",
        "AABBCCDD-eeff-0011-2233-445566778899",
        {},
        { id: "aabbccdd-eeff-0011-2233-445566778899" },
      ],
      ["RandomInteger", "15390,1,50000", { min: 1, max: 50_000 }, { result: 15_390 }],
      ["RandomInteger", "-1,-2,3,s,1", { min: -2, max: 3, seed: "s,1" }, { id: "-1", result: -1 }],
    ] as const;
    for (const [of, importId, inputs, outputs] of IMPORTS) {
      it(`${of} understands ${importId}, and the program's inputs then change nothing`, () => {
        const adopted = adopt(kindNamed(of), importId);
        expect(adopted.outputs).to.include(outputs);
        expect(diff(kindNamed(of), adopted.outputs, inputs)).to.deep.equal({
          changed: [],
          replaced: [],
        });
        expect(adopted.inputs).to.include(inputs);
      });
    }

    it("gives back what was created", () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 64 }), fc.string(), (byteLength, seed) => {
          const created = create(kindNamed("RandomId"), { byteLength }, seededBytes(seed));
          expect(adopt(kindNamed("RandomId"), created.id).outputs).to.deep.equal(created.outputs);
        }),
      );
    });

    const MALFORMED = [
      [
        "RandomId",
        "n-,a+b/",
        'cannot import "n-,a+b/": expected URL-safe base64, or PREFIX,BASE64',
      ],
      ["RandomUuid", "12", 'cannot import "12": expected a UUID like aabbccdd-eeff-…'],
      [
        "RandomInteger",
        "5,1",
        'cannot import "5,1": expected RESULT,MIN,MAX or RESULT,MIN,MAX,SEED',
      ],
      ["RandomInteger", "5,9,1", "unusable inputs: max: expected at least min, which is 9"],
      [
        "RandomBytes",
        "s3cret",
        "cannot import these bytes: expected padded base64 as the import id",
      ],
    ] as const;
    for (const [of, importId, message] of MALFORMED) {
      it(`${of} refuses ${importId}`, () => {
        expect(() => adopt(kindNamed(of), importId)).to.throw(Error, message);
      });
    }
  });
});
