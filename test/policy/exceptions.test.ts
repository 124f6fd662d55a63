import { expect } from "chai";
import { evaluateResource, evaluateStack } from "../../policy/evaluate";
import {
  describeException,
  type Finding,
  findingOf,
  unusedExceptions,
} from "../../policy/exceptions";
import type { PolicyException } from "../../policy/pack-config";
import { contextOf } from "./judge";
import { notRed, painted, someGreen } from "./sample-rules";

const exception: PolicyException = {
  rule: notRed.id,
  resource: "nephoran-system/lamp",
  reason: "The lamp has to be seen from far away.",
  approvedBy: "safety@example.org",
  expires: "2026-06-01",
};

/** What is found of a red lamp in us-east-1 on 1 June 2026. */
function found(exceptions: readonly PolicyException[], now?: Date): Finding {
  const context = {
    ...contextOf("us-east-1", { exceptions: [...exceptions] }),
    ...(now && { now }),
  };
  const [violation] = evaluateResource(notRed, painted("lamp", "red"), context);
  if (violation === undefined) throw new Error("The lamp was not found to be red.");
  return findingOf(violation, context);
}

describe("an exception", () => {
  it("allows the object that it names, by namespace and name or by its logical name", () => {
    expect(found([exception]).isExcepted).to.equal(true);
    expect(found([{ ...exception, resource: "lamp" }]).isExcepted).to.equal(true);
    expect(found([{ ...exception, resource: "nephoran-system/other" }]).isExcepted).to.equal(false);
  });

  it("is for one rule, and for one region if it says so", () => {
    expect(found([{ ...exception, rule: someGreen.id }]).isExcepted).to.equal(false);
    expect(found([{ ...exception, region: "us-east-1" }]).isExcepted).to.equal(true);
    expect(found([{ ...exception, region: "eu-west-1" }]).isExcepted).to.equal(false);
  });

  it("counts to the end of its last day and no longer", () => {
    const last = found([exception], new Date("2026-06-01T23:59:59.999Z"));
    expect(describeException(last)).to.equal(
      "Excepted by safety@example.org until 2026-06-01: The lamp has to be seen from far away.",
    );
    const late = found([exception], new Date("2026-06-02T00:00:00Z"));
    expect(late.isExcepted).to.equal(false);
    expect(describeException(late)).to.equal(
      "The exception of safety@example.org has expired on 2026-06-01.",
    );
  });

  it("that counts goes before one that has expired", () => {
    const expired = { ...exception, expires: "2026-01-01" };
    expect(found([expired, exception]).isExcepted).to.equal(true);
  });

  it("calls a stack as a whole by its region", () => {
    const context = contextOf("us-east-1", {
      exceptions: [{ ...exception, rule: someGreen.id, resource: "us-east-1" }],
    });
    const violations = evaluateStack(someGreen, [painted("lamp", "red")], context);
    expect(violations.map((one) => findingOf(one, context).isExcepted)).to.deep.equal([true]);
  });

  it("that allows nothing is known", () => {
    const other = { ...exception, resource: "nephoran-system/other" };
    const exceptions = [exception, other];
    expect(unusedExceptions(exceptions, [found(exceptions)])).to.deep.equal([other]);
  });
});
