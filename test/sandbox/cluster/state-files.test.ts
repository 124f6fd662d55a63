import { expect } from "chai";
import { join } from "node:path";
import { ClusterError } from "../../../sandbox/cluster/failure";
import { regionFiles, socketPath } from "../../../sandbox/cluster/state-files";

describe("the path of a Unix socket", () => {
  it("is the shorter one of absolute and relative", () => {
    expect(socketPath("/s")).to.equal("/s");
    expect(socketPath(join(process.cwd(), "near", "etcd.sock"))).to.equal("near/etcd.sock");
  });

  it("is refused with the next step when no system would take it", () => {
    const path = `/${"deep/".repeat(30)}etcd.sock`;
    expect(() => socketPath(path)).to.throw(
      ClusterError,
      `${path} is too long for a Unix socket (103 bytes): move the repository, or the sandbox's folder, to a shorter path`,
    );
  });

  it("has room for the longest region of this repository's own sandbox in a home folder", () => {
    const home = "/home/firstname.lastname/projects/nephoran-multi-region/.sandbox";
    const { etcdSocket } = regionFiles(home, "ap-southeast-1");
    expect(Buffer.byteLength(etcdSocket)).to.be.at.most(103);
  });
});
