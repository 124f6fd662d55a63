import { expect } from "chai";
import * as fc from "fast-check";
import { kindNames, parseKinds } from "../../../../sandbox/live/load/kinds";
import { schedule } from "../../../../sandbox/live/load/schedule";

describe("the schedule of a load", () => {
  it("has every request at its time, and the kinds mixed", () => {
    const kinds = parseKinds("get=5,post-key=4,post=1");
    const requests = [...schedule({ rate: 10, seconds: 1, kinds, entries: 2 })];
    expect(requests.map(({ atMs }) => atMs)).to.deep.equal([
      0, 100, 200, 300, 400, 500, 600, 700, 800, 900,
    ]);
    expect(requests.map(({ kind }) => kind.name).join(" ")).to.equal(
      "get post-key get post-key get post post-key get post-key get",
    );
  });

  it("keeps rate and shares of kinds and entries, in any stretch of it", () => {
    const shares = fc
      .uniqueArray(fc.constantFrom(...kindNames), { minLength: 1 })
      .chain((names) =>
        fc.tuple(...names.map((name) => fc.integer({ min: 1, max: 9 }).map((n) => `${name}=${n}`))),
      );
    fc.assert(
      fc.property(
        shares,
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 4 }),
        (texts, rate, seconds, entries) => {
          const kinds = parseKinds(texts.join(","));
          const requests = [...schedule({ rate, seconds, kinds, entries })];
          expect(requests.length).to.equal(rate * seconds);
          const allParts = kinds.reduce((sum, { parts }) => sum + parts, 0);
          for (const { kind, parts } of kinds) {
            const own = requests.filter((request) => request.kind === kind);
            const fair = (requests.length * parts) / allParts;
            expect(Math.abs(own.length - fair)).to.be.at.most(kinds.length);
            const perEntry = Array.from(
              { length: entries },
              (_, entry) => own.filter((request) => request.entry === entry).length,
            );
            expect(Math.max(...perEntry) - Math.min(...perEntry)).to.be.at.most(1);
          }
        },
      ),
    );
  });

  it("refuses kinds that it does not know, without parts, or twice, and says how to write them", () => {
    for (const [text, said] of [
      [
        "put=1",
        /"put=1" is no share of the load\. Write KIND=PARTS, such as get=50,post=10; kinds are get, /,
      ],
      ["get", /"get" is no share/],
      ["get=0", /"get=0" is no share/],
      ["get=1,get=2", /get is named twice/],
    ] as const) {
      expect(() => parseKinds(text), text).to.throw(said);
    }
  });
});
