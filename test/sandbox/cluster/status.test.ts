import { expect } from "chai";
import { mkdir } from "node:fs/promises";
import { controlPlaneLogs } from "../../../sandbox/cluster/logs";
import { regionFiles } from "../../../sandbox/cluster/state-files";
import { controlPlaneStatus } from "../../../sandbox/cluster/status";
import { stopComponents } from "../../../sandbox/cluster/stop-region";
import { writeRegion } from "../../../sandbox/cluster/region-state";
import { COMPONENTS } from "../../../sandbox/cluster/component";
import { logFile } from "../../../sandbox/processes/record";
import { startProcess } from "../../../sandbox/processes/start";
import { shell } from "../processes/shell-process";
import { temporaryFolder } from "../processes/temporary-folder";
import { sampleContext } from "./sample-context";

describe("the status of control planes", () => {
  const folder = temporaryFolder();
  const processes = () => regionFiles(folder(), "eu-west-1").processes;
  beforeEach(async () => {
    await writeRegion(folder(), sampleContext().plan);
    await mkdir(processes());
  });
  afterEach(async () => {
    await stopComponents(processes(), COMPONENTS, 0);
  });

  it("has nothing to say where nothing was started", async () => {
    expect(await controlPlaneStatus(`${folder()}/absent`)).to.deep.equal([]);
  });

  it("shows every component of a stopped region as down, with its port and log", async () => {
    const [region] = await controlPlaneStatus(folder());
    expect(region?.server).to.equal("https://127.0.0.1:30010");
    expect(region?.components).to.deep.equal(
      [
        ["etcd", undefined] as const,
        ["kube-apiserver", 30010] as const,
        ["kube-controller-manager", 30011] as const,
        ["kube-scheduler", 30012] as const,
        ["kwok", 30013] as const,
        ["cockroachdb", 30014] as const,
      ].map(([component, port]) => ({
        component,
        port,
        log: logFile(processes(), component),
        state: "down",
      })),
    );
  });

  it("tells a component that runs without answering from one that is up", async () => {
    const record = await startProcess(
      processes(),
      shell(folder(), "exec sleep 60", "kube-scheduler"),
    );
    const [region] = await controlPlaneStatus(folder());
    const scheduler = region?.components.find(({ component }) => component === "kube-scheduler");
    expect(scheduler?.state).to.equal("not ready");
    if (scheduler?.state !== "not ready") throw new Error("not reached");
    expect(scheduler.pid).to.equal(record.pid);
    expect(scheduler.why).to.equal("the API server has not made its certificate yet");
    expect(scheduler.memoryMb).to.be.within(0.001, 50);
  });

  it("lists where each component logs", async () => {
    const logs = await controlPlaneLogs(folder());
    expect(logs.map(({ component }) => component)).to.deep.equal([...COMPONENTS]);
    expect(logs[0]).to.deep.equal({
      region: "eu-west-1",
      component: "etcd",
      file: `${processes()}/etcd.log`,
      previousFile: `${processes()}/etcd.previous.log`,
    });
  });
});
