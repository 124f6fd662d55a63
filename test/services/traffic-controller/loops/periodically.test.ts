import { expect } from "chai";
import { requireSameTime } from "../../../../services/traffic-controller/loops/clock";
import {
  pause,
  periodically,
  within,
} from "../../../../services/traffic-controller/loops/periodically";
import { Wake } from "../../../../services/traffic-controller/loops/wake";

const FOREVER = 60_000;

describe("something that is done periodically", () => {
  const rhythm = { intervalMs: 10, jitterRatio: 0.1, random: () => 0.5 };

  it("is done again and again, one at a time, and no more after the signal", async () => {
    const ending = new AbortController();
    let underWay = 0;
    let count = 0;
    await periodically(rhythm, ending.signal, async () => {
      expect(++underWay).to.equal(1);
      await pause(1, new AbortController().signal);
      underWay--;
      if (++count === 3) ending.abort();
    });
    expect(count).to.equal(3);
  });

  it("ends with what goes wrong in it", async () => {
    const failing = periodically(rhythm, new AbortController().signal, () => {
      throw new Error("wrong");
    });
    expect(await failing.catch((error: unknown) => String(error))).to.equal("Error: wrong");
  });

  it("does not wait for its interval once the signal has come", async () => {
    const ending = new AbortController();
    const slow = periodically({ ...rhythm, intervalMs: FOREVER }, ending.signal, () => {
      setImmediate(() => {
        ending.abort();
      });
    });
    await slow;
  });
});

describe("a wait", () => {
  const never = new AbortController().signal;

  it("ends when it is woken, also before it has begun, but only once", async () => {
    const wake = new Wake();
    wake.now();
    wake.now();
    await wake.wait(FOREVER, never);
    const waiting = wake.wait(FOREVER, never);
    wake.now();
    await waiting;
    await wake.wait(1, never);
  });

  it("ends with the signal", async () => {
    const ending = new AbortController();
    const waiting = new Wake().wait(FOREVER, ending.signal);
    ending.abort();
    await waiting;
    await new Wake().wait(FOREVER, ending.signal);
    await pause(FOREVER, ending.signal);
  });

  it("for something that does not end is over in time, and fails with what fails", async () => {
    await within(1, new Promise(() => undefined));
    await within(FOREVER, Promise.resolve());
    const failing = within(FOREVER, Promise.reject(new Error("wrong")));
    expect(await failing.catch((error: unknown) => String(error))).to.equal("Error: wrong");
  });
});

describe("the clock of the machine", () => {
  it("may be a minute from where it was expected, and no more", () => {
    requireSameTime(1_000_000, 1_060_000);
    requireSameTime(1_000_000, 940_000);
    expect(() => {
      requireSameTime(1_000_000, 1_060_001);
    }).to.throw("has moved by 60 s");
    expect(() => {
      requireSameTime(1_000_000, 0);
    }).to.throw("has moved by -1000 s");
  });
});
