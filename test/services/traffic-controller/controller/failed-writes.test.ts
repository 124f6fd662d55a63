import { expect } from "chai";
import fc from "fast-check";
import { backoffMs } from "../../../../services/traffic-controller/controller/backoff";
import { busy, firstRoutes, warm } from "./leading";

const first = { atlantis: 80, brigadoon: 20, camelot: 0, dinotopia: 0 };
const second = { atlantis: 60, brigadoon: 40, camelot: 0, dinotopia: 0 };

describe("a write that fails", () => {
  it("by a conflict is tried again as soon as the routes have been read, and not before", () => {
    const told = warm();
    told.signals = busy;
    told.write();
    told.controller.writeFailed({ kind: "conflict" }, told.nowMs);
    told.routes = undefined;
    expect(told.pass(30)).to.deep.equal([]);
    told.routes = { ...firstRoutes, resourceVersion: "9" };
    expect(told.write(1).resourceVersion).to.equal("9");
  });

  it("because nobody answered is tried again after a wait, with the routes as they are then", () => {
    const told = warm();
    told.signals = busy;
    told.write();
    told.controller.writeFailed({ kind: "retryable", message: "503" }, told.nowMs);
    const { failure, backoffLeftMs } = told.controller.status(told.nowMs).writes;
    expect(failure).to.deep.equal({
      kind: "retryable",
      message: "503",
      atMs: told.nowMs,
      inARow: 1,
    });
    expect(backoffLeftMs).to.be.within(200, 300);
    // It had been carried out all the same.
    told.routes = { resourceVersion: "2", weights: first, isAsWritten: true };
    expect(told.pass(9)).to.deep.equal([]);
    expect(told.write().weights).to.deep.equal(second);
  });

  it("is not tried before the wait is over", () => {
    const told = warm();
    told.signals = busy;
    told.write();
    told.controller.writeFailed({ kind: "retryable", retryAfterMs: 7_500 }, told.nowMs);
    expect(told.pass(7)).to.deep.equal([]);
    expect(told.write(1).weights).to.deep.equal(first);
  });

  it("may not make the step larger, however often it fails", () => {
    const told = warm();
    told.signals = busy;
    for (let time = 0; time < 20; time++) {
      expect(told.write().weights).to.deep.equal(first);
      told.controller.writeFailed({ kind: "retryable" }, told.nowMs);
    }
  });

  it("because it was never sent is forgotten", () => {
    const told = warm();
    told.signals = busy;
    const write = told.write();
    told.controller.writeFailed({ kind: "not-sent" }, told.nowMs);
    expect(told.controller.status(told.nowMs).writes).to.deep.equal({ backoffLeftMs: 0 });
    expect(told.write(1)).to.deep.equal(write);
  });

  it("is forgotten by the next one that succeeds", () => {
    const told = warm();
    told.signals = busy;
    told.write();
    told.controller.writeFailed({ kind: "refused" }, told.nowMs);
    const write = told.write();
    told.succeed(write, "2");
    const { last, failure, backoffLeftMs } = told.controller.status(told.nowMs).writes;
    expect(last?.write).to.deep.equal(write);
    expect([failure, backoffLeftMs]).to.deep.equal([undefined, 0]);
  });

  const attempts = fc.integer({ min: 1, max: 2_000 });
  const who = fc.string({ minLength: 1 });

  it("waits from a quarter of a second to 4 s, give or take a fifth", () => {
    fc.assert(
      fc.property(attempts, who, (inARow, identity) => {
        const waitMs = backoffMs({ kind: "retryable" }, inARow, identity);
        const middle = Math.min(250 * 2 ** (inARow - 1), 4_000);
        expect(waitMs).to.be.within(middle * 0.8, middle * 1.2);
        expect(backoffMs({ kind: "retryable" }, inARow, identity)).to.equal(waitMs);
      }),
    );
  });

  it("waits as long as the server asks for, up to 30 s", () => {
    fc.assert(
      fc.property(attempts, who, fc.nat(100_000), (inARow, identity, retryAfterMs) => {
        const waitMs = backoffMs({ kind: "retryable", retryAfterMs }, inARow, identity);
        expect(waitMs).to.be.at.least(Math.min(retryAfterMs, 30_000));
        expect(waitMs).to.be.at.most(30_000);
      }),
    );
  });

  it("does not wait after the first conflict, and no longer than 4.8 s after many", () => {
    fc.assert(
      fc.property(attempts, who, (inARow, identity) => {
        const waitMs = backoffMs({ kind: "conflict" }, inARow, identity);
        expect(waitMs).to.be.within(inARow === 1 ? 0 : 200, inARow === 1 ? 0 : 4_800);
      }),
    );
  });

  it("waits about half a minute after a refusal", () => {
    fc.assert(
      fc.property(attempts, who, (inARow, identity) => {
        expect(backoffMs({ kind: "refused" }, inARow, identity)).to.be.within(24_000, 36_000);
      }),
    );
  });

  it("waits differently in each replica", () => {
    const waits = ["one", "two", "three"].map((one) => backoffMs({ kind: "retryable" }, 1, one));
    expect(new Set(waits).size).to.equal(3);
  });
});
