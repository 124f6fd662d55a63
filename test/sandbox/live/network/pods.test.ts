import { expect } from "chai";
import fc from "fast-check";
import { NetworkError } from "../../../../sandbox/live/network/failure";
import { assertName, deviceOf } from "../../../../sandbox/live/network/pods";

const refusal = (name: string): unknown => {
  try {
    assertName("pod", name);
    return undefined;
  } catch (error) {
    return error;
  }
};

describe("the name of a pod on the network", () => {
  it("may be that of a pod in its namespace and region, up to 60 characters", () => {
    for (const name of ["a", "eu-west-1.nephoran-global.cockroachdb-0", "a".repeat(60)]) {
      expect(refusal(name)).to.equal(undefined);
    }
  });

  it("is not one that leads to another folder or is an option", () => {
    for (const name of ["", "a".repeat(61), "..", "a/b", "-a", "a-", "A", "a b", "a\n"]) {
      expect(refusal(name), name).to.be.instanceOf(NetworkError).and.include({ code: "bad-name" });
    }
  });

  it("gives a device's name that fits, the same each time and another for another pod", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(deviceOf(one)).to.match(/^p[0-9a-f]{12}$/);
        expect(deviceOf(one) === deviceOf(other)).to.equal(one === other);
      }),
    );
  });
});
