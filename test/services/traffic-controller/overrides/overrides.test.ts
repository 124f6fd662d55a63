import { expect } from "chai";
import fc from "fast-check";
import type { Override } from "../../../../services/traffic-controller/decision/override";
import {
  parseOverrides,
  printOverrides,
} from "../../../../services/traffic-controller/overrides/overrides";
import { topologyOf } from "../decision/worlds";

const topology = topologyOf([{}, {}, {}, {}]);
const names = topology.regions.map(({ name }) => name);

const valid = {
  id: "a1",
  kind: "drain",
  region: "camelot",
  reason: "new kernel",
  author: "pia",
  expiresAt: "2030-01-31T12:00:00Z",
};

const unplaced = { id: "a2", reason: "new kernel", author: "pia", expiresAt: valid.expiresAt };

const parsed = (...overrides: unknown[]) => parseOverrides(JSON.stringify({ overrides }), topology);

const printable = (longest: number) =>
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: longest })
    .map((text) => text.replaceAll(/\p{Cc}/gu, "x").trim())
    .filter((text) => text.length > 0 && text.length <= longest);

const row = fc.array(fc.nat(100), { minLength: 3, maxLength: 3 }).map((cuts) => {
  const [a = 0, b = 0, c = 0] = [...cuts].sort((one, other) => one - other);
  const points = [a, b - a, c - b, 100 - c];
  return Object.fromEntries(names.map((name, index) => [name, points[index] ?? 0]));
});

const region = fc.constantFrom(...names);
const override: fc.Arbitrary<Override> = fc
  .tuple(
    fc.record({
      id: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/),
      reason: printable(300),
      author: printable(100),
      expiresAtMs: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    }),
    fc.oneof(
      fc.record({ kind: fc.constantFrom("drain" as const, "exclude" as const), region }),
      fc.record({ kind: fc.constant("pin" as const), entry: region, weights: row }),
      fc.record({ kind: fc.constant("freeze" as const) }),
    ),
  )
  .map(([common, order]) => ({ ...common, ...order }));

const lists = fc.uniqueArray(override, { selector: ({ id }) => id, maxLength: 8 });

describe("the overrides as a ConfigMap has them", () => {
  it("are read as they were printed", () => {
    fc.assert(
      fc.property(lists, (overrides) => {
        const again = parseOverrides(printOverrides(overrides), topology);
        const byId = [...overrides].sort((one, other) => (one.id < other.id ? -1 : 1));
        expect(again).to.deep.equal({ overrides: byId });
      }),
    );
  });

  it("are the same text in whatever order they come", () => {
    fc.assert(
      fc.property(lists, (overrides) => {
        expect(printOverrides([...overrides].reverse())).to.equal(printOverrides(overrides));
      }),
    );
  });

  it("order nothing where nothing is written", () => {
    expect(parseOverrides(undefined, topology)).to.deep.equal({ overrides: [] });
    expect(parseOverrides("\n", topology)).to.deep.equal({ overrides: [] });
    expect(parsed()).to.deep.equal({ overrides: [] });
  });

  it("may say their end in any zone of time", () => {
    expect(parsed({ ...valid, expiresAt: "2030-01-31T13:00:00+01:00" })).to.deep.equal({
      overrides: [
        {
          id: "a1",
          kind: "drain",
          region: "camelot",
          reason: "new kernel",
          author: "pia",
          expiresAtMs: Date.UTC(2030, 0, 31, 12),
        },
      ],
    });
  });

  it("may leave out the regions that a pinned row gives nothing", () => {
    const found = parsed({
      ...unplaced,
      kind: "pin",
      entry: "atlantis",
      weights: { camelot: 100 },
    });
    expect("overrides" in found && found.overrides[0]).to.deep.include({
      weights: { atlantis: 0, brigadoon: 0, camelot: 100, dinotopia: 0 },
    });
  });

  it("may name a region that has been retired, which is for the decision to refuse", () => {
    expect(parsed({ ...valid, region: "lemuria" })).to.have.property("overrides");
  });

  it("are wrong together if one of them is, and every problem is said at once", () => {
    expect(
      parsed(
        valid,
        { ...valid, id: "A 1", expiresAt: "tomorrow", reason: "two\nlines" },
        { ...valid, until: 3 },
        { ...unplaced, id: "a3", kind: "pin", entry: "atlantis", weights: { camelot: 99 } },
        { ...unplaced, id: "a4", kind: "pin", entry: "atlantis", weights: { camelot: 100.5 } },
        { ...unplaced, id: "a5", kind: "stop" },
        null,
      ),
    ).to.deep.equal({
      problems: [
        "overrides[1].id has to be a name of its own: up to 63 lower-case letters, digits and dashes.",
        "overrides[1].reason has to be 1 to 300 characters on one line.",
        "overrides[1].expiresAt has to be a time with its zone, as ISO 8601 says it, such as 2030-01-31T12:00:00Z.",
        "overrides[2] has until; a drain has id, reason, author, expiresAt, kind, region.",
        "overrides[3].weights has to be whole percents by region that sum to 100; a region that is left out gets 0.",
        "overrides[4].weights has to be whole percents by region that sum to 100; a region that is left out gets 0.",
        "overrides[5] has to be an object whose kind is one of drain, exclude, pin, freeze.",
        "overrides[6] has to be an object whose kind is one of drain, exclude, pin, freeze.",
        "overrides[2].id is that of overrides[0]; each has its own.",
      ],
    });
  });

  it("are no list if they are something else", () => {
    const text = "{oops";
    expect(parseOverrides(text, topology)).to.have.property("problems").with.length(1);
    for (const other of [[], { overrides: {} }, { overrides: [], extra: 1 }, "x"]) {
      expect(parseOverrides(JSON.stringify(other), topology)).to.deep.equal({
        problems: [
          'overrides.json has to be an object with the key "overrides" alone, a list of 200 overrides at most.',
        ],
      });
    }
  });

  it("are 200 at most", () => {
    const many = Array.from({ length: 201 }, (_, index) => ({ ...valid, id: `a${index}` }));
    expect(parsed(...many)).to.have.property("problems");
    expect(parsed(...many.slice(1))).to.have.property("overrides");
  });
});
