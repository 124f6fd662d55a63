import type { Logger } from "pino";

/** Tells of something that is done again and again: when it begins to fail, and when it works again. */
export class SourceLog {
  private isFailing = false;

  /** @param what is read or written, as the subject of a sentence. */
  constructor(
    private readonly what: string,
    private readonly done: "read" | "written",
    private readonly log: Pick<Logger, "warn" | "info">,
  ) {}

  failed(error: Error): void {
    if (this.isFailing) return;
    this.isFailing = true;
    this.log.warn({ why: error.message }, `${this.what} cannot be ${this.done}.`);
  }

  worked(): void {
    if (!this.isFailing) return;
    this.isFailing = false;
    this.log.info(`${this.what} can be ${this.done} again.`);
  }
}
