import { type PodApi, STRATEGIC_MERGE } from "./api";
import type { Condition, Pod } from "./pod";
import { isSameStatus, type PodStatus } from "./status";

/** What a write that failed waits for. */
const RETRY_MS = 500;

/** Writes one pod's status, one write after the other, the latest only. */
export class StatusWriter {
  private wanted: PodStatus | undefined;
  private written: PodStatus | undefined;
  private writing: Promise<void> | undefined;

  constructor(
    private readonly api: PodApi,
    private readonly pod: Pod,
  ) {}

  /** Writes it unless it says what was written last. */
  write(status: PodStatus): void {
    if (isSameStatus(this.wanted, status)) return;
    this.wanted = status;
    this.writing ??= this.run();
  }

  /** The pod's conditions with those that are about to be written. */
  conditions({ status }: Pod): Condition[] {
    const own = new Map((this.wanted?.conditions ?? []).map((one) => [one.type, one]));
    return [...status.conditions.filter(({ type }) => !own.has(type)), ...own.values()];
  }

  /** All that was to be written has been. */
  async settled(): Promise<void> {
    await this.writing;
  }

  /** Takes the pod, which has ended, away from the API server. */
  async remove(): Promise<void> {
    const { uid } = this.pod.metadata;
    const object = {
      apiVersion: "v1",
      kind: "DeleteOptions",
      gracePeriodSeconds: 0,
      preconditions: { uid },
    };
    for (;;) {
      const status = await this.api.ask("DELETE", this.path(), { object }).then(
        (answer) => answer.status,
        () => undefined,
      );
      // 409: another pod has its name.
      if (status !== undefined && (status < 300 || status === 404 || status === 409)) return;
      await pause();
    }
  }

  private async run(): Promise<void> {
    while (this.wanted !== undefined && this.wanted !== this.written) {
      const status = this.wanted;
      const object = { metadata: { uid: this.pod.metadata.uid }, status };
      const answer = await this.api
        .ask("PATCH", `${this.path()}/status`, { object, contentType: STRATEGIC_MERGE })
        .then(
          ({ status: code }) => code,
          () => undefined,
        );
      // A pod that is gone, or has another uid, needs no status.
      if (answer !== undefined && (answer < 300 || answer === 404 || answer === 409)) {
        this.written = status;
      } else {
        await pause();
      }
    }
    this.writing = undefined;
  }

  private path(): string {
    const { namespace, name } = this.pod.metadata;
    return `/api/v1/namespaces/${namespace}/pods/${name}`;
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
