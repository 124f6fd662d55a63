import { expect } from "chai";
import { allOf } from "../../../drills/faults/all-of";
import { inOrder } from "../../../drills/faults/in-order";
import { within } from "../../../drills/faults/within";

describe("an injection in order", () => {
  it("ends what is under way only once it has begun", async () => {
    const done: string[] = [];
    let finishBegin = (): void => undefined;
    const { begin, end } = inOrder({
      begin: async () => {
        done.push("begins");
        await new Promise<void>((resolve) => (finishBegin = resolve));
        done.push("has begun");
      },
      end: () => Promise.resolve(void done.push("ended")),
    });
    const acts = [begin(), end(), end()];
    await new Promise(setImmediate);
    expect(done).to.deep.equal(["begins"]);
    finishBegin();
    await Promise.all(acts);
    expect(done).to.deep.equal(["begins", "has begun", "ended", "ended"]);
  });

  it("ends after a beginning that fails, whose error its own caller gets", async () => {
    let ends = 0;
    const { begin, end } = inOrder({
      begin: () => Promise.reject(new Error("half-way")),
      end: () => {
        ends++;
        return Promise.resolve();
      },
    });
    const begun = begin().catch((error: unknown) => error);
    await end();
    expect(await begun)
      .to.be.an("error")
      .with.property("message", "half-way");
    expect(ends).to.equal(1);
  });
});

describe("all of several things", () => {
  it("are waited for though one fails", async () => {
    let done = false;
    const slow = new Promise<void>((resolve) =>
      setImmediate(() => {
        done = true;
        resolve();
      }),
    );
    const outcome = await allOf([Promise.reject(new Error("one")), slow]).catch(
      (error: unknown) => error,
    );
    expect(outcome).to.be.an("error").with.property("message", "one");
    expect(done).to.equal(true);
  });

  it("fail with what each of them says", async () => {
    const failing = [Promise.reject(new Error("one")), Promise.reject(new Error("two"))];
    const outcome = await allOf(failing).catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(AggregateError).with.property("message", "one\ntwo");
  });
});

describe("a wait within a bound", () => {
  it("ends with what is waited for, or with what is said at the bound", async () => {
    const late = () => new Error("late");
    expect(await within(60_000, Promise.resolve(1), late)).to.equal(1);
    const never = new Promise<void>(() => undefined);
    const outcome = await within(1, never, late).catch((error: unknown) => error);
    expect(outcome).to.be.an("error").with.property("message", "late");
  });
});
