import type { DrillEvent } from "./drill-event";
import { Situation } from "./situation";

/** What happens: how it is now, and all of the round that goes on. */
export class Journal {
  readonly situation: Situation;
  #events: DrillEvent[] = [];

  constructor(regions: readonly string[]) {
    this.situation = new Situation(regions);
  }

  readonly tell = (event: DrillEvent): void => {
    this.situation.add(event);
    this.#events.push(event);
  };

  /** Begins with what is known. */
  startAnew(): void {
    this.#events = this.situation.snapshot();
  }

  get events(): readonly DrillEvent[] {
    return this.#events;
  }
}
