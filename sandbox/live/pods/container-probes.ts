import type { Asker } from "./ask";
import type { Container } from "./pod";
import { followProbe } from "./probing";

/** What a container's probes lead to. */
export interface ProbeOutcomes {
  /** Whether it has started, and whether it is ready, when either changes. */
  onChange(started: boolean, ready: boolean): void;
  /** It has to be started anew. @param graceMs what it may take to end. */
  onUnhealthy(graceMs: number): void;
}

/** Stops asking when a container fails its probe for good. */
const DEFAULT_GRACE_SECONDS = 30;

/** All probes of one run of a container: the startup probe first, then the two others. */
export class ContainerProbes {
  private readonly ending = new AbortController();
  private started = false;
  private ready = false;

  constructor(
    private readonly container: Container,
    readonly asker: Asker,
    private readonly outcomes: ProbeOutcomes,
  ) {}

  begin(): void {
    const { startupProbe } = this.container;
    if (startupProbe === undefined) {
      this.hasStarted();
      return;
    }
    const startup = new AbortController();
    const signal = AbortSignal.any([startup.signal, this.ending.signal]);
    void followProbe(startupProbe, this.asker, {
      isEager: true,
      signal,
      onVerdict: (isSuccess) => {
        startup.abort();
        if (isSuccess) this.hasStarted();
        else this.fail(startupProbe.terminationGracePeriodSeconds);
      },
    });
  }

  /** Nothing is asked any more. */
  stop(): void {
    this.ending.abort();
  }

  private hasStarted(): void {
    const { readinessProbe, livenessProbe } = this.container;
    const { signal } = this.ending;
    this.started = true;
    this.ready = readinessProbe === undefined;
    this.outcomes.onChange(this.started, this.ready);
    if (readinessProbe !== undefined) {
      void followProbe(readinessProbe, this.asker, {
        isEager: true,
        signal,
        onVerdict: (isSuccess) => {
          this.ready = isSuccess;
          this.outcomes.onChange(this.started, this.ready);
        },
      });
    }
    if (livenessProbe !== undefined) {
      void followProbe(livenessProbe, this.asker, {
        isEager: false,
        signal,
        onVerdict: (isSuccess) => {
          if (!isSuccess) this.fail(livenessProbe.terminationGracePeriodSeconds);
        },
      });
    }
  }

  private fail(graceSeconds: number = DEFAULT_GRACE_SECONDS): void {
    this.outcomes.onUnhealthy(graceSeconds * 1000);
  }
}
