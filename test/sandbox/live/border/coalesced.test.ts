import { expect } from "chai";
import { coalesced } from "../../../../sandbox/live/border/coalesced";

/** An action whose runs end when they are told to. */
function heldAction() {
  const runs: ((error?: Error) => void)[] = [];
  const action = () =>
    new Promise<void>((resolve, reject) => {
      runs.push((error) => {
        if (error === undefined) resolve();
        else reject(error);
      });
    });
  return { runs, action };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("an action that brings something up to date", () => {
  it("runs once more after all that was triggered while it ran", async () => {
    const { runs, action } = heldAction();
    const trigger = coalesced(action, () => undefined);
    trigger();
    trigger();
    trigger();
    expect(runs.length).to.equal(1);
    runs[0]?.();
    await settled();
    expect(runs.length).to.equal(2);
    runs[1]?.();
    await settled();
    expect(runs.length).to.equal(2);
    trigger();
    expect(runs.length).to.equal(3);
  });

  it("is tried again where it failed, and says why", async () => {
    const { runs, action } = heldAction();
    const errors: unknown[] = [];
    const again = new Promise<void>((resolve) => {
      const trigger = coalesced(async () => {
        if (runs.length === 1) resolve();
        await action();
      }, errors.push.bind(errors));
      trigger();
    });
    runs[0]?.(new Error("no network"));
    await again;
    expect(errors.map(String)).to.deep.equal(["Error: no network"]);
  });
});
