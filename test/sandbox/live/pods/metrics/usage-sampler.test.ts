import { expect } from "chai";
import type { ContainerRun } from "../../../../../sandbox/live/pods/metrics/container-run";
import type { ProcFiles } from "../../../../../sandbox/live/pods/metrics/proc";
import type { ProcessUsage } from "../../../../../sandbox/live/pods/metrics/process-usage";
import { UsageSampler } from "../../../../../sandbox/live/pods/metrics/usage-sampler";

/** A machine whose processes are told. */
class Machine implements ProcFiles {
  now = 100_000;
  looks = 0;
  present: ProcessUsage[] = [];
  /** Ended after all were read, and before they are looked at again. */
  endedMeanwhile = new Set<number>();
  named: Readonly<Record<number, string>> = {};

  processes = async (): Promise<ProcessUsage[]> => {
    this.looks += 1;
    return Promise.resolve(this.present);
  };
  process = async (pid: number): Promise<ProcessUsage | undefined> =>
    Promise.resolve(
      this.endedMeanwhile.has(pid) ? undefined : this.present.find((one) => one.pid === pid),
    );
  variable = async (pid: number): Promise<string | undefined> => Promise.resolve(this.named[pid]);
  memoryBytes = async (pid: number): Promise<number> => Promise.resolve(pid * 1_000_000);
  devices = async (pid: number) =>
    Promise.resolve([{ device: "eth0", receivedBytes: pid, sentBytes: 2 * pid }]);
}

const process = (pid: number, parent: number, ownTicks: number, reapedTicks = 0): ProcessUsage => ({
  pid,
  parent,
  startTicks: pid,
  ownTicks,
  reapedTicks,
});

const run = (node: string, name: string, pid: number, since = 0): ContainerRun => ({
  namespace: "nephoran-system",
  pod: `pod-${name}`,
  uid: `uid-${name}`,
  node,
  container: name,
  image: "image",
  run: `sandbox://uid-${name}/${name}/0`,
  pid,
  since,
});

describe("the measuring of containers", () => {
  let machine: Machine;
  let runs: ContainerRun[];
  let sampler: UsageSampler;
  beforeEach(() => {
    machine = new Machine();
    machine.present = [process(10, 5, 250), process(11, 10, 50), process(20, 5, 100)];
    runs = [run("a", "one", 10), run("b", "two", 20)];
    sampler = new UsageSampler(
      () => runs,
      machine,
      () => machine.now,
    );
  });

  const cpu = async (node: string) =>
    (await sampler.usageOf(node)).containers.map(({ cpuSeconds }) => cpuSeconds);

  it("gives each node what its own pods use, and when", async () => {
    const { at, containers, pods } = await sampler.usageOf("a");
    expect(at).to.equal(100_000);
    expect(containers).to.have.length(1);
    expect(containers[0]).to.deep.include({
      pod: "pod-one",
      id: "sandbox://uid-one/one/0",
      cpuSeconds: 3,
      memoryBytes: 21_000_000,
    });
    expect(pods).to.have.length(1);
    expect(pods[0]).to.deep.include({
      pod: "pod-one",
      devices: [{ device: "eth0", receivedBytes: 10, sentBytes: 20 }],
    });
    expect(await cpu("b")).to.deep.equal([1]);
    expect(await cpu("c")).to.deep.equal([]);
  });

  it("looks once for all nodes, and again after ten seconds", async () => {
    await Promise.all([cpu("a"), cpu("b")]);
    machine.now += 9_999;
    await cpu("a");
    expect(machine.looks).to.equal(1);
    machine.now += 1;
    machine.present = [process(10, 5, 400), process(11, 10, 50), process(20, 5, 100)];
    expect(await cpu("a")).to.deep.equal([4.5]);
    expect(machine.looks).to.equal(2);
  });

  it("counts what a process has used that ends while it is looked at once", async () => {
    machine.endedMeanwhile.add(11);
    machine.present = [process(10, 5, 250, 50), process(11, 10, 50), process(20, 5, 100)];
    expect(await cpu("a")).to.deep.equal([3]);
  });

  it("counts a restarted container anew", async () => {
    await cpu("a");
    machine.now += 10_000;
    machine.present = [process(12, 5, 10)];
    runs = [{ ...run("a", "one", 12), run: "sandbox://uid-one/one/1" }];
    const { containers } = await sampler.usageOf("a");
    expect(containers.map(({ id, cpuSeconds }) => [id, cpuSeconds])).to.deep.equal([
      ["sandbox://uid-one/one/1", 0.1],
    ]);
  });

  it("counts a command of an exec, which only names its container", async () => {
    machine.named = { 30: "sandbox://uid-two/two/0" };
    machine.present = [...machine.present, process(30, 5, 70)];
    expect(await cpu("b")).to.deep.equal([1.7]);
  });

  it("says nothing of the network of a pod whose process may not have entered it yet", async () => {
    runs = [run("a", "one", 10, machine.now - 500)];
    const { containers, pods } = await sampler.usageOf("a");
    expect(containers).to.have.length(1);
    expect(pods).to.deep.equal([]);
  });

  it("tries again at once where it could not look", async () => {
    const { processes } = machine;
    machine.processes = () => Promise.reject(new Error("no /proc"));
    const failure: unknown = await cpu("a").catch((error: unknown) => error);
    expect(String(failure)).to.equal("Error: no /proc");
    machine.processes = processes;
    expect(await cpu("a")).to.deep.equal([3]);
  });
});
