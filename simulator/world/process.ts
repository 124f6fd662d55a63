import type { Seeded } from "../seeded";
import type { Agenda } from "./agenda";

/**
 * A process that may stand still or end. What is due while it stands still is done when it goes on;
 * what is due after its end is not.
 */
export class Process {
  isPaused = false;
  hasEnded = false;
  private waiting: (() => void)[] = [];

  constructor(
    private readonly agenda: Agenda,
    private readonly random: Seeded,
  ) {}

  pause(): void {
    this.isPaused = true;
  }

  wake(): void {
    this.isPaused = false;
    const { waiting } = this;
    this.waiting = [];
    for (const action of waiting) this.whenAwake(action);
  }

  end(): void {
    this.hasEnded = true;
  }

  /** Does something now, or as soon as the process goes on. */
  whenAwake(action: () => void): void {
    if (this.hasEnded) return;
    if (this.isPaused) this.waiting.push(action);
    else action();
  }

  later(delayMs: number, action: () => void): void {
    this.agenda.after(delayMs, () => {
      this.whenAwake(action);
    });
  }

  /**
   * Does something time and again, first at some time within the first period. A timer of a process
   * that stands still fires once when it goes on, not once for each miss.
   *
   * @param jitter by how much a period may be longer or shorter, as a share.
   */
  repeat(everyMs: number, jitter: number, action: () => void): void {
    const again = (): void => {
      this.whenAwake(() => {
        this.agenda.after(everyMs * (1 + jitter * (2 * this.random.ratio() - 1)), again);
        action();
      });
    };
    this.agenda.after(this.random.between(0, everyMs), again);
  }
}
