import type { ProcessUsage } from "../../../../../sandbox/live/pods/metrics/process-usage";

/** A process of a container that is only thought of. */
interface Modelled {
  readonly pid: number;
  /** Undefined once its parent has ended: then it is no longer in the container's tree. */
  parent: Modelled | undefined;
  own: number;
  reaped: number;
}

/** The pid of whoever takes in processes whose parent has ended, outside of the container. */
const OUTSIDE = 1;

/** What a kernel does with the processes of one container, and what they have really used. */
export class ProcessModel {
  private nextPid = 100;
  private readonly alive: Modelled[] = [];
  /** Ticks that all of them together have used. */
  used = 0;

  constructor() {
    this.start(undefined);
  }

  private start(parent: Modelled | undefined): void {
    this.alive.push({ pid: this.nextPid, parent, own: 0, reaped: 0 });
    this.nextPid += 1;
  }

  private at(index: number): Modelled | undefined {
    return this.alive[index % this.alive.length];
  }

  fork(index: number): void {
    this.start(this.at(index));
  }

  work(index: number, ticks: number): void {
    const found = this.at(index);
    if (found === undefined) return;
    found.own += ticks;
    this.used += ticks;
  }

  /** Ends any but the first. Its time goes to its parent if that waits for it, and to nobody otherwise. */
  end(index: number, isWaitedFor: boolean): void {
    const found = this.at(index);
    if (found === undefined || found === this.alive[0]) return;
    this.alive.splice(this.alive.indexOf(found), 1);
    if (isWaitedFor && found.parent !== undefined) found.parent.reaped += found.own + found.reaped;
    for (const one of this.alive) if (one.parent === found) one.parent = undefined;
  }

  /** Ends one that has no children, if its parent is there to wait for it, which it does. */
  endLeaf(index: number): void {
    const found = this.at(index);
    if (found?.parent === undefined || this.alive.some(({ parent }) => parent === found)) return;
    this.end(index, true);
  }

  /** What is read of them now. */
  read(): ProcessUsage[] {
    return this.alive.map(({ pid, parent, own, reaped }) => ({
      pid,
      parent: parent?.pid ?? OUTSIDE,
      startTicks: pid,
      ownTicks: own,
      reapedTicks: reaped,
    }));
  }
}
