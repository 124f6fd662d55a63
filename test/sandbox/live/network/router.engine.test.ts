import { expect } from "chai";
import { NetworkError } from "../../../../sandbox/live/network/failure";
import { roundTripMs } from "../../../../sandbox/live/network/round-trips";
import type { Router } from "../../../../sandbox/live/network/router";
import { SampleNetwork } from "./sample-network";

/** Both ways between two sites. */
const both = (one: string, other: string, link: { delayMs: number; jitterMs: number }) => ({
  [`${one}>${other}`]: link,
  [`${other}>${one}`]: link,
});

describe("the router between sites", function () {
  this.timeout(120_000);
  let sample: SampleNetwork;
  let router: Router;

  before(async () => {
    sample = await SampleNetwork.open();
    router = sample.network.router;
    await sample.serve("us-east-1", "us", "10.1.253.2", 80);
    await sample.serve("us-east-1", "us-too", "10.1.253.3", 80);
    await sample.serve("eu-west-1", "eu", "10.2.253.2", 80);
    await sample.serve("clients", "user", "10.200.253.2", 80);
  });
  after(() => sample.close());
  afterEach(() => router.heal());

  const seen = async (...args: Parameters<SampleNetwork["ask"]>) => {
    const { answer, error } = await sample.ask(...args);
    return answer ?? error;
  };

  it("keeps sites as far apart as is published, and pods of one site together", async () => {
    const us = ["us", "10.2.253.2", roundTripMs("us-east-1", "eu-west-1")] as const;
    const user = ["user", "10.2.253.2", roundTripMs("clients", "eu-west-1")] as const;
    const far = ["user", "10.1.253.2", roundTripMs("clients", "us-east-1")] as const;
    for (const [pod, address, expected] of [us, user, far]) {
      expect(await sample.roundTrip(pod, address, 80)).to.be.within(expected - 2, expected + 2);
    }
    expect(await sample.roundTrip("us", "10.1.253.3", 80)).to.be.below(2);
  });

  it("changes a distance while it runs, one way alone too", async () => {
    await router.setLinks({ "us-east-1>eu-west-1": { delayMs: 5, jitterMs: 0 } });
    const oneWay = roundTripMs("us-east-1", "eu-west-1") / 2;
    const measured = await sample.roundTrip("us", "10.2.253.2", 80);
    expect(measured).to.be.within(oneWay + 5 - 2, oneWay + 5 + 2);
    await router.setLinks(both("us-east-1", "eu-west-1", { delayMs: 5, jitterMs: 0 }));
    expect(await sample.roundTrip("us", "10.2.253.2", 80)).to.be.within(10, 12);
  });

  it("cuts one direction and leaves the other: nobody is told", async () => {
    await router.cut("us-east-1", "eu-west-1", "drop");
    expect(await seen("us", "tcp", "10.2.253.2", 80)).to.equal("silence");
    // What comes from there arrives, but no answer to it does.
    expect(await seen("eu", "udp", "10.1.253.2", 80)).to.equal("silence");
    expect(await seen("user", "udp", "10.2.253.2", 80)).to.equal("eu sees 10.200.253.2");
    const { "us-east-1>eu-west-1": cut, "eu-west-1>us-east-1": open } = await router.record();
    expect(cut?.dropped).to.be.at.least(3);
    expect(open?.dropped).to.equal(0);
    await router.heal("us-east-1", "eu-west-1");
    expect(await seen("us", "tcp", "10.2.253.2", 80)).to.equal("eu sees 10.1.253.2");
  });

  it("holds a connection that is open in a black hole, and lets it go on after", async () => {
    const lines = sample.start("us", "hold", "10.2.253.2", "80");
    expect(await lines()).to.equal("open");
    await router.cut("us-east-1", "eu-west-1", "drop");
    await router.cut("eu-west-1", "us-east-1", "drop");
    expect(await seen("us", "tcp", "10.2.253.2", 80)).to.equal("silence");
    await router.heal();
    await router.cut("us-east-1", "eu-west-1", "reset");
    expect(await lines()).to.equal("ECONNRESET");
  });

  it("resets connections at both ends, and refuses new ones at once", async () => {
    const lines = sample.start("eu", "hold", "10.1.253.2", "80");
    expect(await lines()).to.equal("open");
    await router.cut("us-east-1", "eu-west-1", "reset");
    // The answer from us-east-1 is what meets the cut.
    expect(await lines()).to.equal("ECONNRESET");
    expect(await seen("us", "tcp", "10.2.253.2", 80)).to.equal("ECONNREFUSED");
    expect(await seen("us", "udp", "10.2.253.2", 80)).to.equal("silence");
  });

  it("loses what share of the packets it is told to", async () => {
    await router.setLinks({ "clients>eu-west-1": { delayMs: 1, jitterMs: 0, loss: 1 } });
    expect(await seen("user", "udp", "10.2.253.2", 80)).to.equal("silence");
    await router.setLinks({ "clients>eu-west-1": { delayMs: 1, jitterMs: 0 } });
    expect(await seen("user", "udp", "10.2.253.2", 80)).to.equal("eu sees 10.200.253.2");
  });

  it("holds a direction to its bandwidth", async () => {
    // 10 kbit/s: the 32 bytes of a question take 26 ms.
    await router.setLinks({ "clients>eu-west-1": { delayMs: 0, jitterMs: 0, mbps: 0.01 } });
    await router.setLinks({ "eu-west-1>clients": { delayMs: 0, jitterMs: 0 } });
    expect(await sample.roundTrip("user", "10.2.253.2", 80)).to.be.within(25, 28);
  });

  it("records what crossed, with connections by whom they were for", async () => {
    const before = await router.record();
    expect(Object.keys(before).sort()).to.deep.equal([
      "clients>eu-west-1",
      "clients>us-east-1",
      "eu-west-1>clients",
      "eu-west-1>us-east-1",
      "us-east-1>clients",
      "us-east-1>eu-west-1",
    ]);
    await sample.network.setServices("us-east-1", [
      {
        address: "198.18.0.20",
        port: 443,
        protocol: "tcp",
        endpoints: [{ address: "10.1.253.2", port: 80 }],
      },
    ]);
    expect(await seen("user", "tcp", "198.18.0.20", 443)).to.equal("us sees 10.200.253.2");
    expect(await seen("us", "tcp", "10.1.253.3", 80)).to.equal("us-too sees 10.1.253.2");
    const { "clients>us-east-1": there, "us-east-1>clients": back } = await router.record();
    const earlier = before["clients>us-east-1"];
    // A SYN that waited for long on a busy machine is sent again.
    expect(there?.connections["198.18.0.20:443"]).to.be.within(1, 2);
    expect(there?.connections).to.not.have.property("10.1.253.2:80");
    expect(there?.packets).to.be.at.least((earlier?.packets ?? 0) + 3);
    expect(there?.bytes).to.be.at.least((earlier?.bytes ?? 0) + 3 * 40);
    expect(back?.connections).to.deep.equal({});
  });

  it("refuses what it cannot do, and says why", async () => {
    const refused = async (change: Promise<void>) => {
      const error: unknown = await change.catch((e: unknown) => e);
      expect(error).to.be.instanceOf(NetworkError).and.include({ code: "router" });
      return (error as NetworkError).message;
    };
    expect(await refused(router.cut("us-east-1", "atlantis", "drop"))).to.match(
      /POST \/cut: us-east-1>atlantis does not name two sites$/,
    );
    expect(
      await refused(router.setLinks({ "us-east-1>eu-west-1": { delayMs: -1, jitterMs: 0 } })),
    ).to.match(/us-east-1>eu-west-1: no figure is negative, and loss is at most 1$/);
  });
});
