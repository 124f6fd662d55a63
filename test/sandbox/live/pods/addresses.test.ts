import { expect } from "chai";
import { Addresses } from "../../../../sandbox/live/pods/addresses";
import { PodError } from "../../../../sandbox/live/pods/failure";

describe("the addresses of a region's pods", () => {
  it("are its own, the lowest free one first", () => {
    const addresses = new Addresses(2);
    expect(addresses.take("a", undefined)).to.equal("10.3.253.2");
    expect(addresses.take("b", undefined)).to.equal("10.3.253.3");
    addresses.release("a");
    expect(addresses.take("c", undefined)).to.equal("10.3.253.2");
  });

  it("stay with a pod, and with one that had an address before", () => {
    const addresses = new Addresses(0);
    expect(addresses.take("a", "10.1.253.77")).to.equal("10.1.253.77");
    expect(addresses.take("a", undefined)).to.equal("10.1.253.77");
    expect(addresses.take("b", "10.1.253.77")).to.equal("10.1.253.2");
    expect(addresses.take("c", "10.1.7.1")).to.equal("10.1.253.3");
  });

  it("end with .254", () => {
    const addresses = new Addresses(0);
    for (let pod = 2; pod <= 254; pod += 1) addresses.take(String(pod), undefined);
    expect(() => addresses.take("another", undefined))
      .to.throw(PodError)
      .with.property("code", "no-address");
  });
});
