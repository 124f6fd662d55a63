import { expect } from "chai";
import { stopComponents } from "../../../sandbox/cluster/stop-region";
import { readFileIfPresent } from "../../../sandbox/processes/atomic-file";
import { startProcess } from "../../../sandbox/processes/start";
import { eventually, shell } from "../processes/shell-process";
import { temporaryFolder } from "../processes/temporary-folder";

describe("stopping a region", () => {
  const folder = temporaryFolder();

  it("ends clients before what they use, and says what it found", async () => {
    const order = `${folder()}/order`;
    for (const name of ["etcd", "kube-apiserver", "kwok"]) {
      const script = `trap 'sleep 0.1; echo ${name} >> ${order}; exit' TERM; touch ${folder()}/${name}.up; while :; do sleep 0.02; done`;
      await startProcess(folder(), shell(folder(), script, name));
      await eventually(() => readFileIfPresent(`${folder()}/${name}.up`));
    }
    expect(await stopComponents(folder())).to.deep.equal({
      cockroachdb: "not running",
      kwok: "stopped",
      "kube-scheduler": "not running",
      "kube-controller-manager": "not running",
      "kube-apiserver": "stopped",
      etcd: "stopped",
    });
    expect(await readFileIfPresent(order)).to.equal("kwok\nkube-apiserver\netcd\n");
  });
});
