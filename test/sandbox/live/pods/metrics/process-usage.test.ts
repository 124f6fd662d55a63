import { expect } from "chai";
import fc from "fast-check";
import {
  parseProcessUsage,
  processKey,
} from "../../../../../sandbox/live/pods/metrics/process-usage";

const STAT =
  "4217 (node) S 12 4217 4217 0 -1 4194560 21 0 0 0 900 50 31 4 20 0 9 0 1234567 1270349824 7 18446744073709551615";

describe("the CPU time of a process", () => {
  it("is its own and that of children it has waited for, in user and system mode", () => {
    expect(parseProcessUsage(STAT)).to.deep.equal({
      pid: 4217,
      parent: 12,
      startTicks: 1234567,
      ownTicks: 950,
      reapedTicks: 35,
    });
  });

  it("is read right whatever the command is called", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 15 }), (command) => {
        const text = STAT.replace("(node)", () => `(${command})`);
        expect(parseProcessUsage(text)).to.deep.equal(parseProcessUsage(STAT));
      }),
    );
  });

  it("is refused where it is cut off", () => {
    expect(() => parseProcessUsage("4217 (node) S 12 4217 4217")).to.throw(TypeError);
  });

  it("is not that of a later process with the same pid", () => {
    const later = parseProcessUsage(STAT.replace("1234567", "1234568"));
    expect(processKey(later)).not.to.equal(processKey(parseProcessUsage(STAT)));
  });
});
