import { Registry } from "prom-client";
import { pino } from "pino";
import { Recorder } from "../../../../services/traffic-controller/api/recorder";
import type { FailoverEvent } from "../../../../services/traffic-controller/api/failover-events";
import type { Occurrence } from "../../../../services/traffic-controller/cluster/events";
import type {
  ControllerOptions,
  Tick,
  Write,
} from "../../../../services/traffic-controller/controller/controller";
import { Told } from "../controller/leading";
import { four } from "../decision/camelot";

/** A line of the log, without when and by whom it was written. */
export type Line = Readonly<Record<string, unknown>>;

/** A controller of atlantis, and a recorder that is told all that it does. */
export class Watched {
  readonly told: Told;
  readonly registry = new Registry();
  readonly recorder: Recorder;
  readonly lines: Line[] = [];
  readonly events: Occurrence[] = [];
  readonly rows: FailoverEvent[] = [];

  constructor(options: Partial<ControllerOptions> = {}) {
    this.told = new Told(options);
    this.recorder = new Recorder({
      controller: this.told.controller,
      region: "atlantis",
      regions: four.regions.map(({ name }) => name),
      registry: this.registry,
      log: pino(
        { base: null, timestamp: false, formatters: { level: (level) => ({ level }) } },
        { write: (line) => this.lines.push(JSON.parse(line) as Line) },
      ),
      publish: (occurrence) => this.events.push(occurrence),
      addRows: (rows) => this.rows.push(...rows),
      certificates: [{ name: "gateway", notAfter: new Date(this.told.nowMs + 3_600_000) }],
      now: () => this.told.nowMs,
    });
  }

  get nowMs(): number {
    return this.told.nowMs;
  }

  /** One second passes; a write that is proposed is carried out. */
  tick(): Tick {
    const tick = this.told.tick();
    this.recorder.ticked(tick, this.nowMs, 2);
    if (tick.write !== undefined) this.succeed(tick.write);
    return tick;
  }

  pass(seconds: number): void {
    for (let second = 0; second < seconds; second++) this.tick();
  }

  /** One second passes; a write that is proposed is left under way. */
  tickOnly(): Tick {
    const tick = this.told.tick();
    this.recorder.ticked(tick, this.nowMs, 2);
    return tick;
  }

  /** Passes until a write is proposed, and leaves it under way. */
  writeOnce(withinSeconds = 60): Write {
    for (let second = 0; second < withinSeconds; second++) {
      const { write } = this.tickOnly();
      if (write !== undefined) return write;
    }
    throw new Error(`Nothing was written within ${withinSeconds} s.`);
  }

  /** Forgets what has been told so far. */
  forget(): void {
    for (const list of [this.lines, this.events, this.rows]) list.length = 0;
  }

  /** What the metric says, by its labels as Prometheus writes them. */
  async metric(name: string): Promise<Readonly<Record<string, number>>> {
    const text = await this.registry.metrics();
    return Object.fromEntries(
      text
        .split("\n")
        .filter((line) => line.startsWith(`${name}{`))
        .map((line) => {
          const [, labels = "", value = ""] = /\{(.*)\} (.*)$/.exec(line) ?? [];
          return [labels.replaceAll('"', ""), Number(value)];
        }),
    );
  }

  private succeed(write: Write): void {
    this.told.succeed(write, String(this.nowMs));
    this.recorder.written(write, this.nowMs);
  }
}

/** One that has been up for a minute and leads, and has told nothing since. */
export function watched(options: Partial<ControllerOptions> = {}): Watched {
  const one = new Watched(options);
  one.pass(60);
  one.forget();
  return one;
}
