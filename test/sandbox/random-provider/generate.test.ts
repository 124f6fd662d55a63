import { expect } from "chai";
import fc from "fast-check";
import {
  decimal,
  drawInteger,
  drawString,
  drawUuid,
  seededBytes,
  SPECIAL_CHARACTERS,
  uniformBelow,
  type ByteSource,
  type StringRecipe,
} from "../../../sandbox/random-provider/generate";

const anySource = fc.string().map(seededBytes);

const anyRecipe: fc.Arbitrary<StringRecipe> = fc
  .record({
    upper: fc.boolean(),
    lower: fc.boolean(),
    numeric: fc.boolean(),
    special: fc.boolean(),
    minUpper: fc.nat(5),
    minLower: fc.nat(5),
    minNumeric: fc.nat(5),
    minSpecial: fc.nat(5),
    overrideSpecial: fc.constantFrom(undefined, "", "_", "/@£$", "😀😎"),
    spare: fc.nat(20),
  })
  .filter(({ upper, lower, numeric, special }) => upper || lower || numeric || special)
  .map(({ spare, ...recipe }) => ({
    ...recipe,
    length: recipe.minUpper + recipe.minLower + recipe.minNumeric + recipe.minSpecial + spare,
  }));

const everyClass: StringRecipe = {
  length: 12,
  upper: true,
  lower: true,
  numeric: true,
  special: true,
  minUpper: 0,
  minLower: 0,
  minNumeric: 0,
  minSpecial: 0,
};

const patterns = { upper: /^[A-Z]$/u, lower: /^[a-z]$/u, numeric: /^[0-9]$/u } as const;

/** How many characters of a string belong to each class. */
function census(text: string, specials: string): Record<keyof typeof patterns | "special", number> {
  const characters = Array.from(text);
  const count = (belongs: (character: string) => boolean) => characters.filter(belongs).length;
  return {
    upper: count((each) => patterns.upper.test(each)),
    lower: count((each) => patterns.lower.test(each)),
    numeric: count((each) => patterns.numeric.test(each)),
    special: count((each) => specials.includes(each)),
  };
}

/** Each byte value once, then an error. */
function everyByteOnce(): ByteSource {
  let next = 0;
  return () => {
    if (next > 255) throw new RangeError("no bytes left");
    next += 1;
    return Uint8Array.of(next - 1);
  };
}

describe("the random generator of the stand-in", () => {
  describe("strings", () => {
    it("have the asked-for length, whatever the recipe", () => {
      fc.assert(
        fc.property(anyRecipe, anySource, (recipe, bytes) => {
          expect(Array.from(drawString(recipe, bytes))).to.have.length(recipe.length);
        }),
      );
    });

    it("keep every minimum and hold nothing of a class that is off beyond its minimum", () => {
      fc.assert(
        fc.property(anyRecipe, anySource, (recipe, bytes) => {
          const specials = recipe.overrideSpecial || SPECIAL_CHARACTERS;
          const text = drawString(recipe, bytes);
          const { upper, lower, numeric, special } = census(text, specials);
          const most = (allowed: boolean, minimum: number) => (allowed ? Infinity : minimum);

          expect(upper).to.be.within(recipe.minUpper, most(recipe.upper, recipe.minUpper));
          expect(lower).to.be.within(recipe.minLower, most(recipe.lower, recipe.minLower));
          expect(numeric).to.be.within(recipe.minNumeric, most(recipe.numeric, recipe.minNumeric));
          expect(special).to.be.within(recipe.minSpecial, most(recipe.special, recipe.minSpecial));
          expect(upper + lower + numeric + special).to.equal(recipe.length);
        }),
      );
    });

    it("take the given special characters in place of the built-in ones", () => {
      const recipe = { ...everyClass, upper: false, lower: false, numeric: false };
      expect(drawString({ ...recipe, overrideSpecial: "~" }, seededBytes(""))).to.equal(
        "~".repeat(12),
      );
    });

    it("use every allowed character about equally often", () => {
      const text = drawString({ ...everyClass, length: 83_000 }, seededBytes("uniform"));
      const counts = new Map<string, number>();
      for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);

      expect(counts.size).to.equal(26 + 26 + 10 + SPECIAL_CHARACTERS.length);
      for (const count of counts.values()) expect(count).to.be.within(850, 1_150);
    });

    it("do not give away where the required characters stand", () => {
      const bytes = seededBytes("positions");
      const recipe = { ...everyClass, length: 4, upper: false, special: false, minUpper: 1 };
      const positions = [0, 0, 0, 0];
      for (let round = 0; round < 4_000; round += 1) {
        const position = drawString(recipe, bytes).search(/[A-Z]/);
        positions[position] = (positions[position] ?? 0) + 1;
      }
      for (const count of positions) expect(count).to.be.within(900, 1_100);
    });

    it("are refused without any character to draw from", () => {
      const nothing = { ...everyClass, upper: false, lower: false, numeric: false, special: false };
      expect(() => drawString(nothing, seededBytes(""))).to.throw(
        RangeError,
        "no character class is allowed",
      );
    });

    it("are refused when the minimums do not fit", () => {
      const crowded = { ...everyClass, length: 3, minUpper: 2, minLower: 2 };
      expect(() => drawString(crowded, seededBytes(""))).to.throw(
        RangeError,
        "4 required characters, but a length of 3",
      );
    });
  });

  describe("numbers", () => {
    it("stay below the bound, however large it is", () => {
      fc.assert(
        fc.property(fc.bigInt({ min: 1n, max: 2n ** 70n }), anySource, (bound, bytes) => {
          const drawn = uniformBelow(bound, bytes);
          expect(drawn >= 0n && drawn < bound).to.equal(true);
        }),
      );
    });

    it("are exactly equally likely: all bytes together give each number as often", () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 256 }), (bound) => {
          const bytes = everyByteOnce();
          const counts = new Map<bigint, number>();
          const draw = () => {
            const drawn = uniformBelow(BigInt(bound), bytes);
            counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
          };
          expect(() => {
            for (;;) draw();
          }).to.throw("no bytes left");

          expect(counts.size).to.equal(bound);
          expect(new Set(counts.values()).size).to.equal(1);
        }),
      );
    });

    it("lie between min and max, both included", () => {
      fc.assert(
        fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), anySource, (one, other, bytes) => {
          const [min, max] = [Math.min(one, other), Math.max(one, other)];
          expect(drawInteger(min, max, bytes)).to.be.within(min, max);
        }),
      );
      const bytes = seededBytes("ends");
      const drawn = new Set(Array.from({ length: 100 }, () => drawInteger(-1, 1, bytes)));
      expect([...drawn].sort((a, b) => a - b)).to.deep.equal([-1, 0, 1]);
    });
  });

  it("repeats itself for the same seed and differs for another one", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.nat(100), { maxLength: 10 }), (seed, sizes) => {
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const source = seededBytes(seed);
        const pieces = Buffer.concat(sizes.map((size) => source(size)));
        expect(pieces.equals(seededBytes(seed)(total))).to.equal(true);
        expect(seededBytes(`${seed}.`)(16)).to.not.deep.equal(seededBytes(seed)(16));
      }),
    );
  });

  it("writes 16 bytes as a UUID", () => {
    expect(drawUuid(() => Uint8Array.from({ length: 16 }, (_, index) => index))).to.equal(
      "00010203-0405-0607-0809-0a0b0c0d0e0f",
    );
  });

  it("reads bytes as one big-endian number", () => {
    expect(decimal(Uint8Array.of(0, 1, 0))).to.equal("256");
  });
});
