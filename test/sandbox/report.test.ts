import { expect } from "chai";
import { describeStatus, table } from "../../sandbox/report";

describe("a table", () => {
  it("has columns as wide as their widest cell, and no trailing space", () => {
    expect(
      table([
        ["REGION", "ROLE"],
        ["ap-southeast-1", "-"],
      ]),
    ).to.deep.equal(["REGION          ROLE", "ap-southeast-1  -"]);
  });
});

describe("the status of a sandbox", () => {
  it("says how to make one where there is none", () => {
    expect(describeStatus([]).join()).to.contain("npm run sandbox -- up");
  });

  it("adds up the memory of what runs, and says why something is not ready", () => {
    const lines = describeStatus([
      {
        region: "eu-west-1",
        zones: [],
        server: "https://127.0.0.1:26410",
        context: "eu-west-1",
        kubeconfig: "kubeconfig",
        components: [
          { component: "etcd", port: undefined, log: "l", state: "up", pid: 1, memoryMb: 40 },
          {
            component: "kwok",
            port: 26_414,
            log: "l",
            state: "not ready",
            pid: 2,
            memoryMb: 20,
            why: "no answer",
          },
          { component: "kube-scheduler", port: 26_413, log: "l", state: "down" },
        ],
      },
    ]);
    expect(lines).to.include("60 MB in all");
    expect(lines[2]).to.match(/^eu-west-1 +kwok +not ready: no answer +2 +26414 +20 MB$/);
    expect(lines[3]).to.match(/^eu-west-1 +kube-scheduler +down +- +26413 +-$/);
  });
});
