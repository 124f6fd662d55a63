import { expect } from "chai";
import { BuildMeter, type BuildStep } from "../../../sandbox/toolchain/meter";
import type { BuildProgress } from "../../../sandbox/toolchain/progress";

const download: BuildStep = { kind: "downloading", tool: "etcd", seconds: 10 };
const etcd: BuildStep = { kind: "compiling", tool: "etcd", seconds: 40 };
const kubectl: BuildStep = { kind: "compiling", tool: "kubectl", seconds: 60 };

describe("the meter of a build", () => {
  let now = 0;
  let reports: BuildProgress[] = [];
  let meter: BuildMeter;
  const last = () => reports.at(-1);

  beforeEach(() => {
    now = 1_000_000;
    reports = [];
    meter = new BuildMeter(
      [download, etcd, kubectl],
      (progress) => reports.push(progress),
      () => now,
    );
  });
  afterEach(() => {
    meter.close();
  });

  it("begins with the sum of what is expected", () => {
    meter.begin(download, 100);
    expect(last()).to.deep.equal({
      tool: "etcd",
      phase: "downloading",
      done: 0,
      total: 100,
      elapsedMs: 0,
      remainingMs: 110_000,
    });
  });

  it("does not take a slow network for a slow processor", () => {
    meter.begin(download, 100);
    now += 500_000;
    meter.end();
    meter.begin(etcd, 10);
    expect(last()?.elapsedMs).to.equal(500_000);
    expect(last()?.remainingMs).to.equal(100_000);
  });

  it("counts packages, and calls the rest of a tool linking", () => {
    meter.begin(download, 0);
    meter.end();
    meter.begin(etcd, 2);
    meter.advance();
    expect(last()).to.include({ tool: "etcd", phase: "compiling", done: 1, total: 2 });
    meter.advance();
    expect(last()).to.include({ tool: "etcd", phase: "linking", done: 2, total: 2 });
    meter.advance();
    expect(last()).to.include({ done: 2 });
  });

  it("expects less of a step that an earlier build has begun", () => {
    meter.begin(download, 0);
    meter.end();
    meter.begin(etcd, 5, 0.25);
    expect(last()?.remainingMs).to.equal(70_000);
  });

  it("expects a step that counts nothing to come to its end, the slower the later it is", () => {
    const installation: BuildStep = { kind: "installing", tool: "checkov", seconds: 10 };
    meter.begin(installation, 0);
    const left = [0, 10, 30, 90].map((seconds) => {
      now = 1_000_000 + seconds * 1000;
      meter.advance();
      return Math.round((last()?.remainingMs ?? 0) / 1000) - 110;
    });
    expect(left).to.deep.equal([10, 6, 4, 3]);
  });

  it("gives what a step took, and leaves a share for the linker once all is compiled", () => {
    for (const step of [download, etcd]) {
      meter.begin(step, 1);
      now += step.seconds * 1000;
      expect(meter.end()).to.equal(step.seconds);
    }
    meter.begin(kubectl, 1);
    now += 57_000;
    meter.advance();
    expect(last()?.remainingMs).to.be.closeTo(3_000, 1e-6);
  });
});
