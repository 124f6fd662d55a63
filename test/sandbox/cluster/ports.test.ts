import { expect } from "chai";
import fc from "fast-check";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { ClusterError } from "../../../sandbox/cluster/failure";
import { MAX_REGIONS } from "../../../sandbox/cluster/network";
import {
  assertPortFree,
  assertPortsExist,
  DEFAULT_PORT_BASE,
  type ListeningComponent,
  LOOPBACK,
  portOf,
} from "../../../sandbox/cluster/ports";

const LISTENING: readonly ListeningComponent[] = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
];

describe("a component's port", () => {
  it("counts from the base: the first region's API server has the base itself", () => {
    expect(portOf(DEFAULT_PORT_BASE, 0, "kube-apiserver")).to.equal(26400);
    expect(portOf(DEFAULT_PORT_BASE, 2, "kube-scheduler")).to.equal(26422);
  });

  it("is no other component's in any region", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1024, max: 60_000 }), (base) => {
        const ports = Array.from({ length: MAX_REGIONS }, (_, index) =>
          LISTENING.map((component) => portOf(base, index, component)),
        ).flat();
        expect(new Set(ports).size).to.equal(ports.length);
        expect(Math.min(...ports)).to.equal(base);
      }),
    );
  });
});

describe("a port base", () => {
  it("is refused when a region's ports would not exist, with one that works", () => {
    assertPortsExist(65526, 0);
    assertPortsExist(1024, 63);
    expect(() => {
      assertPortsExist(65526, 1);
    }).to.throw(
      ClusterError,
      "ports 65526 to 65545 are needed, but only 1024 to 65535 can be had: choose another --port-base, such as 26400",
    );
    expect(() => {
      assertPortsExist(80, 0);
    }).to.throw(ClusterError, "ports 80 to 89 are needed, but only 1024 to 65535 can be had");
  });
});

describe("checking that a port is free", () => {
  it("names the port, who wants it and the option when it is taken, and is content after", async () => {
    const server = createServer();
    server.listen(0, LOOPBACK);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;

    const error = await assertPortFree(port, "kwok of us-east-1").catch((e: unknown) => e);
    expect(error).to.be.an.instanceOf(ClusterError);
    expect((error as ClusterError).code).to.equal("port-busy");
    expect((error as ClusterError).message).to.equal(
      `port ${String(port)} on 127.0.0.1 is taken, and kwok of us-east-1 needs it: end what listens there, or choose other ports with --port-base`,
    );

    server.close();
    await once(server, "close");
    await assertPortFree(port, "kwok of us-east-1");
  });
});
