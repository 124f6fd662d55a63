import { expect } from "chai";
import {
  type ContainerRun,
  processesByRun,
} from "../../../../../sandbox/live/pods/metrics/container-run";
import type { ProcessUsage } from "../../../../../sandbox/live/pods/metrics/process-usage";

const run = (name: string, pid: number): ContainerRun => ({
  namespace: "n",
  pod: "p",
  uid: "u",
  node: "node",
  container: name,
  image: "i",
  run: name,
  pid,
  since: 0,
});
const process = (pid: number, parent: number): ProcessUsage => ({
  pid,
  parent,
  startTicks: pid,
  ownTicks: 0,
  reapedTicks: 0,
});

describe("the processes of a container", () => {
  const find = (
    processes: readonly ProcessUsage[],
    named: Readonly<Record<string, string>> = {},
  ): Record<string, number[]> =>
    Object.fromEntries(
      [
        ...processesByRun(
          [run("one", 10), run("two", 20)],
          processes,
          new Map(Object.entries(named)),
        ),
      ].map(([name, found]) => [name, found.map(({ pid }) => pid)]),
    );

  it("are its first one and all below", () => {
    expect(
      find([process(10, 5), process(11, 10), process(12, 11), process(20, 5), process(30, 1)]),
    ).to.deep.equal({ one: [10, 11, 12], two: [20] });
  });

  it("are also those that only name it, with what is below them", () => {
    const processes = [process(10, 5), process(20, 5), process(40, 5), process(41, 40)];
    expect(find(processes, { "40/40": "two" })).to.deep.equal({ one: [10], two: [20, 40, 41] });
  });

  it("are not those of a run that is over", () => {
    expect(find([process(10, 5), process(40, 5)], { "40/40": "zero" })).to.deep.equal({
      one: [10],
      two: [],
    });
  });
});
