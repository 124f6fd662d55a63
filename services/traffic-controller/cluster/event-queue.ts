import type { ApiClient } from "./api-client";
import { ApiError } from "./api-error";
import { createEvent, eventObject, type Occurrence, type Regarding } from "./events";

export interface EventQueueOptions {
  readonly client: Pick<ApiClient, "call">;
  /** What the Events are about; its uid may become known later. */
  readonly regarding: () => Regarding;
  /** Of this replica. */
  readonly instance: string;
  readonly onFailure: (error: ApiError) => void;
  readonly signal: AbortSignal;
}

/** Most Events that wait: what is older than the last of them is in the log. */
const CAPACITY = 50;

const TIMEOUT_MS = 2_000;

/** Publishes Events one after the other. Nobody waits for it, and what fails is not tried again. */
export class EventQueue {
  private readonly waiting: Occurrence[] = [];
  private running: Promise<void> | undefined;

  constructor(private readonly options: EventQueueOptions) {}

  /** Takes one, and returns at once. */
  publish(occurrence: Occurrence): void {
    this.waiting.push(occurrence);
    if (this.waiting.length > CAPACITY) this.waiting.shift();
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
  }

  /** Ends when nothing waits any more. */
  async flushed(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    const { client, regarding, instance, onFailure, signal } = this.options;
    for (let one = this.waiting.shift(); one !== undefined; one = this.waiting.shift()) {
      const about = regarding();
      try {
        const event = eventObject(one, about, instance);
        await createEvent(client, event, about.namespace, { timeoutMs: TIMEOUT_MS, signal });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        onFailure(error);
      }
      if (signal.aborted) this.waiting.length = 0;
    }
  }
}
