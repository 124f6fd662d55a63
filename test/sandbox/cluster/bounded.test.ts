import { expect } from "chai";
import fc from "fast-check";
import { setImmediate as turn } from "node:timers/promises";
import { forEachBounded } from "../../../sandbox/cluster/bounded";

const open = () => new AbortController().signal;

describe("a bounded loop", () => {
  it("never runs more at a time than allowed, and gives the results in order", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 3 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (turns, limit) => {
          let running = 0;
          const results = await forEachBounded(turns, limit, open(), async (count) => {
            running += 1;
            expect(running).to.be.at.most(limit);
            for (let n = 0; n < count; n += 1) await turn();
            running -= 1;
            return count;
          });
          expect(results).to.deep.equal(turns);
        },
      ),
    );
  });

  it("begins nothing after a failure, tells the others, waits for them, and throws it", async () => {
    const events: string[] = [];
    const loop = forEachBounded(["fails", "runs", "waits"], 2, open(), async (item, signal) => {
      events.push(`${item} begins`);
      await turn();
      if (item === "fails") throw new Error("no");
      while (!signal.aborted) await turn();
      events.push(`${item} was told`);
    });
    expect(await loop.catch((e: unknown) => e)).to.have.property("message", "no");
    expect(events).to.deep.equal(["fails begins", "runs begins", "runs was told"]);
  });

  it("ends with the signal's reason when it is interrupted", async () => {
    const interruption = new AbortController();
    const loop = forEachBounded([1, 2, 3], 1, interruption.signal, async (item) => {
      if (item === 2) interruption.abort(new Error("Ctrl-C"));
      await turn();
      expect(item).to.be.below(3);
    });
    expect(await loop.catch((e: unknown) => e)).to.have.property("message", "Ctrl-C");
  });
});
