import { expect } from "chai";
import fc from "fast-check";
import { accountCpu, type CpuAccount } from "../../../../../sandbox/live/pods/metrics/cpu-account";
import type { ProcessUsage } from "../../../../../sandbox/live/pods/metrics/process-usage";
import { ProcessModel } from "./process-model";

const usage = (pid: number, parent: number, ownTicks: number, reapedTicks = 0): ProcessUsage => ({
  pid,
  parent,
  startTicks: pid,
  ownTicks,
  reapedTicks,
});

/** The ticks of an account that goes on with each reading. */
const counted = (...readings: readonly (readonly ProcessUsage[])[]): number[] => {
  let account: CpuAccount | undefined;
  return readings.map((reading) => (account = accountCpu(reading, account)).ticks);
};

type Step =
  | { readonly kind: "fork"; readonly at: number }
  | { readonly kind: "work"; readonly at: number; readonly ticks: number }
  | { readonly kind: "end"; readonly at: number; readonly isWaitedFor: boolean }
  | { readonly kind: "end-leaf"; readonly at: number };

const at = fc.nat({ max: 50 });
const life: readonly fc.Arbitrary<Step>[] = [
  fc.record({ kind: fc.constant("fork" as const), at }),
  fc.record({ kind: fc.constant("work" as const), at, ticks: fc.nat({ max: 1_000 }) }),
];
const anyEnd: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant("end" as const),
  at,
  isWaitedFor: fc.boolean(),
});
const orderlyEnd: fc.Arbitrary<Step> = fc.record({ kind: fc.constant("end-leaf" as const), at });

/** What happens between readings. */
const courses = (end: fc.Arbitrary<Step>) =>
  fc.array(fc.array(fc.oneof(...life, end), { maxLength: 8 }), { maxLength: 12 });

function take(model: ProcessModel, step: Step): void {
  switch (step.kind) {
    case "fork":
      model.fork(step.at);
      break;
    case "work":
      model.work(step.at, step.ticks);
      break;
    case "end":
      model.end(step.at, step.isWaitedFor);
      break;
    case "end-leaf":
      model.endLeaf(step.at);
  }
}

describe("the CPU account of a container", () => {
  it("is the sum of its processes and of the children they have waited for", () => {
    expect(counted([usage(2, 1, 70, 5), usage(3, 2, 20)])).to.deep.equal([95]);
  });

  it("stays where a child ends whose parent waits for it", () => {
    expect(counted([usage(2, 1, 70), usage(3, 2, 20)], [usage(2, 1, 70, 25)])).to.deep.equal([
      90, 95,
    ]);
  });

  it("keeps what a child has used that nobody waits for", () => {
    const readings = [[usage(2, 1, 70), usage(3, 2, 20)], [usage(2, 1, 70)], [usage(2, 1, 80)]];
    expect(counted(...readings)).to.deep.equal([90, 90, 100]);
  });

  it("keeps what a process has used whose parent is outside, such as a command of an exec", () => {
    expect(counted([usage(2, 1, 70), usage(9, 1, 30)], [usage(2, 1, 70)])).to.deep.equal([
      100, 100,
    ]);
  });

  it("counts a child once whose parent was read just before it waited", () => {
    expect(
      counted([usage(2, 1, 70), usage(3, 2, 20)], [usage(2, 1, 70)], [usage(2, 1, 70, 22)]),
    ).to.deep.equal([90, 90, 92]);
  });

  it("takes a new process with an old pid for another one", () => {
    const again = { ...usage(3, 2, 5), startTicks: 99 };
    expect(counted([usage(2, 1, 70), usage(3, 2, 20)], [usage(2, 1, 70, 20), again])).to.deep.equal(
      [90, 95],
    );
  });

  it("is what they have used, where whoever ends has no children left and is waited for", () => {
    fc.assert(
      fc.property(courses(orderlyEnd), (course) => {
        const model = new ProcessModel();
        let account = accountCpu(model.read());
        for (const steps of course) {
          for (const step of steps) take(model, step);
          account = accountCpu(model.read(), account);
          expect(account.ticks).to.equal(model.used);
        }
      }),
    );
  });

  it("never falls and never is more than was used, also where some were read earlier", () => {
    fc.assert(
      fc.property(courses(anyEnd), fc.infiniteStream(fc.boolean()), (course, isEarly) => {
        const model = new ProcessModel();
        let account = accountCpu(model.read());
        for (const steps of course) {
          const half = Math.ceil(steps.length / 2);
          for (const step of steps.slice(0, half)) take(model, step);
          const early = new Map(model.read().map((one) => [one.pid, one]));
          for (const step of steps.slice(half)) take(model, step);
          const reading = model.read().map((one) => {
            const before = early.get(one.pid);
            return isEarly.next().value === true && before !== undefined ? before : one;
          });
          const next = accountCpu(reading, account);
          expect(next.ticks).to.be.at.least(account.ticks);
          expect(next.ticks).to.be.at.most(model.used);
          account = next;
        }
      }),
    );
  });
});
