import { expect } from "chai";
import { NetworkError } from "../../../../sandbox/live/network/failure";
import { SampleNetwork } from "./sample-network";

describe("pods on the network", function () {
  this.timeout(120_000);
  let sample: SampleNetwork;

  before(async () => {
    sample = await SampleNetwork.open();
    await sample.serve("us-east-1", "front", "10.1.253.2", 80);
    await sample.serve("us-east-1", "back", "10.1.253.3", 80, 15001, 15006, 15053);
    await sample.serve("eu-west-1", "peer", "10.2.253.2", 80);
    await sample.serve("clients", "user", "10.200.253.2", 80);
  });
  after(() => sample.close());

  const seen = async (...args: Parameters<SampleNetwork["ask"]>) => {
    const { answer, error } = await sample.ask(...args);
    return answer ?? error;
  };

  it("reach each other by their own addresses, at their site and at others", async () => {
    expect(await seen("front", "tcp", "10.1.253.3", 80)).to.equal("back sees 10.1.253.2");
    expect(await seen("front", "tcp", "10.2.253.2", 80)).to.equal("peer sees 10.1.253.2");
    expect(await seen("peer", "udp", "10.1.253.2", 80)).to.equal("front sees 10.2.253.2");
    expect(await seen("user", "udp", "10.2.253.2", 80)).to.equal("peer sees 10.200.253.2");
  });

  it("learn at once that an address of their region is nobody's, each time", async () => {
    for (let time = 0; time < 8; time++) {
      expect(await seen("back", "tcp", "10.1.7.7", 80)).to.equal("EHOSTUNREACH");
    }
    expect(await seen("front", "tcp", "10.1.7.7", 80)).to.equal("EHOSTUNREACH");
    expect(await seen("user", "tcp", "10.2.7.7", 80)).to.equal("EHOSTUNREACH");
    expect(await seen("front", "tcp", "192.0.2.1", 80)).to.equal("ENETUNREACH");
  });

  it("have further addresses, and lose them with their name", async () => {
    const { network } = sample;
    await network.addPod("us-east-1", "short", "10.1.253.9");
    await network.addAddress("front", "10.1.253.8");
    expect(await seen("peer", "tcp", "10.1.253.8", 80)).to.equal("front sees 10.2.253.2");
    expect(await seen("front", "tcp", "10.1.253.9", 80)).to.equal("ECONNREFUSED");
    await network.removePod("short");
    await network.removePod("short");
    expect(await seen("front", "tcp", "10.1.253.9", 80)).to.equal("EHOSTUNREACH");
    // Free for another.
    await network.addPod("us-east-1", "next", "10.1.253.9");
    expect(await seen("front", "tcp", "10.1.253.9", 80)).to.equal("ECONNREFUSED");
  });

  it("stay as they are when they are added again, and move with another address", async () => {
    const { network } = sample;
    await network.addPod("us-east-1", "front", "10.1.253.2");
    expect(await seen("back", "tcp", "10.1.253.2", 80)).to.equal("front sees 10.1.253.3");
    await network.addPod("us-east-1", "mover", "10.1.253.10");
    await network.addPod("us-east-1", "mover", "10.1.253.11");
    expect(await seen("back", "tcp", "10.1.253.10", 80)).to.equal("EHOSTUNREACH");
    expect(await seen("back", "tcp", "10.1.253.11", 80)).to.equal("ECONNREFUSED");
  });

  it("are refused an address that another has, and leave nothing behind then", async () => {
    const { network } = sample;
    const refused = await network
      .addPod("us-east-1", "thief", "10.1.253.2")
      .catch((e: unknown) => e);
    expect(refused).to.be.instanceOf(NetworkError).and.include({ code: "command" });
    expect(await seen("back", "tcp", "10.1.253.2", 80)).to.equal("front sees 10.1.253.3");
    await network.addPod("us-east-1", "thief", "10.1.253.12");
    await network.removePod("thief");
  });

  it("reach Services, their own too, and the site's processes do", async () => {
    await sample.network.setServices("us-east-1", [
      {
        address: "10.96.0.20",
        port: 8080,
        protocol: "tcp",
        endpoints: [{ address: "10.1.253.2", port: 80 }],
      },
      {
        address: "10.96.0.10",
        port: 53,
        protocol: "udp",
        endpoints: [{ address: "10.1.253.3", port: 80 }],
      },
      { address: "10.96.0.30", port: 80, protocol: "tcp", endpoints: [] },
    ]);
    expect(await seen("back", "tcp", "10.96.0.20", 8080)).to.equal("front sees 10.1.253.3");
    expect(await seen("front", "udp", "10.96.0.10", 53)).to.equal("back sees 10.1.253.2");
    // From itself, a packet would have its own address and be dropped.
    expect(await seen("front", "tcp", "10.96.0.20", 8080)).to.equal("front sees 10.1.0.253");
    const site = { site: "us-east-1" };
    expect(await seen(site, "tcp", "10.96.0.20", 8080)).to.equal("front sees 10.1.0.253");
  });

  it("are refused at once by a Service without endpoints, and by what is no Service", async () => {
    for (const [address, port] of [
      ["10.96.0.30", 80],
      ["10.96.0.20", 81],
      ["198.18.0.30", 80],
    ] as const) {
      expect(await seen("front", "tcp", address, port)).to.equal("ECONNREFUSED");
    }
    expect(await seen("user", "tcp", "198.18.0.30", 80)).to.equal("ECONNREFUSED");
    expect(await seen("front", "udp", "10.96.0.30", 80)).to.equal("ECONNREFUSED");
  });

  it("are reached by a load balancer's address from other sites, all of them in turn", async () => {
    const endpoints = ["10.1.253.2", "10.1.253.3"].map((address) => ({ address, port: 80 }));
    await sample.network.setServices("us-east-1", [
      { address: "198.18.0.20", port: 443, protocol: "tcp", endpoints },
    ]);
    const answers = new Set<string | undefined>();
    for (let i = 0; i < 40 && answers.size < 2; i++) {
      answers.add(await seen("user", "tcp", "198.18.0.20", 443));
    }
    expect([...answers].sort()).to.deep.equal([
      "back sees 10.200.253.2",
      "front sees 10.200.253.2",
    ]);
    // What was there before is gone.
    expect(await seen("back", "tcp", "10.96.0.20", 8080)).to.equal("ECONNREFUSED");
  });

  it("follow a Service over UDP to its next endpoint, and stay on a connection that is open", async () => {
    const lead = (address: string) =>
      sample.network.setServices("us-east-1", [
        ...(["udp", "tcp"] as const).map((protocol) => ({
          address: "10.96.0.40",
          port: 53,
          protocol,
          endpoints: [{ address, port: 80 }],
        })),
      ]);
    await lead("10.1.253.2");
    const answers = sample.start("back", "follow", "10.96.0.40", "53");
    const connection = sample.start("back", "hold", "10.96.0.40", "53");
    expect(await answers()).to.equal("front sees 10.1.253.3");
    expect(await connection()).to.equal("open");
    await lead("10.1.253.3");
    // A pod that calls itself comes from its site.
    expect(await answers()).to.equal("back sees 10.1.0.253");
    await sample.network.removePod("front");
    await sample.serve("us-east-1", "front", "10.1.253.2", 80);
    expect(await connection()).to.equal("ECONNRESET");
  });

  it("have connections from elsewhere captured, but for some ports", async () => {
    await sample.network.captureInbound("back", [80]);
    expect(await seen("front", "tcp", "10.1.253.3", 80)).to.equal("back sees 10.1.253.2");
    expect(await seen("front", "tcp", "10.1.253.3", 9999)).to.equal("back sees 10.1.253.2");
    expect(await seen("back", "tcp", "127.0.0.1", 9999)).to.equal("ECONNREFUSED");
  });

  it("have connections that they begin captured, but for some ports and those to themselves", async () => {
    const { network } = sample;
    await network.captureOutbound("back", { exceptMark: 1337, exceptPorts: [81] });
    expect(await seen("back", "tcp", "192.0.2.1", 9999)).to.match(/^back sees/);
    expect(await seen("back", "tcp", "10.2.253.2", 80)).to.match(/^back sees 10\.1\.253\.3$/);
    expect(await seen("back", "tcp", "10.2.253.2", 81)).to.equal("ECONNREFUSED");
    expect(await seen("back", "tcp", "127.0.0.1", 9999)).to.equal("ECONNREFUSED");
    await network.captureOutbound("back", { exceptMark: 1337, exceptPorts: [], onlyPorts: [81] });
    expect(await seen("back", "tcp", "10.2.253.2", 81)).to.match(/^back sees/);
    expect(await seen("back", "tcp", "10.2.253.2", 80)).to.equal("peer sees 10.1.253.3");
  });

  it("have their DNS questions to one address redirected", async () => {
    await sample.network.redirectDns("back", "10.96.0.10", 15053);
    for (const protocol of ["udp", "tcp"] as const) {
      expect(await seen("back", protocol, "10.96.0.10", 53)).to.match(/^back sees/);
      expect(await seen("back", protocol, "10.96.0.10", 54)).to.equal("ECONNREFUSED");
    }
  });
});
