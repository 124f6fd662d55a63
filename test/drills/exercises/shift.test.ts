import { expect } from "chai";
import { shifting } from "../../../drills/exercises/shift";

describe("shares that an operator changes", () => {
  it("go down and up in turn, and are in the end what they were before", async () => {
    const given: number[] = [];
    let isEnough: () => void = () => undefined;
    const enough = new Promise<void>((resolve) => (isEnough = resolve));
    const shifts = shifting((percent) => {
      given.push(percent);
      if (given.length === 3) isEnough();
      return Promise.resolve();
    }, 1);
    await shifts.begin();
    await enough;
    await shifts.end();
    expect(given.slice(0, 3)).to.deep.equal([10, 50, 10]);
    expect(given.at(-1)).to.equal(50);
    const { length } = given;
    await shifts.end();
    expect(given.slice(length)).to.deep.equal([50]);
  });

  it("fail in the end where an order was not taken, once the share is as before", async () => {
    const given: number[] = [];
    const shifts = shifting((percent) => {
      given.push(percent);
      return given.length === 1 ? Promise.reject(new Error("refused")) : Promise.resolve();
    }, 1);
    await shifts.begin();
    const error: unknown = await shifts.end().catch((cause: unknown) => cause);
    expect(error).to.have.property("message", "refused");
    expect(given.at(-1)).to.equal(50);
  });

  it("are not touched where none was given", async () => {
    const given: number[] = [];
    await shifting((percent) => Promise.resolve(void given.push(percent))).end();
    expect(given).to.deep.equal([]);
  });
});
