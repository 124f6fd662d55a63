import { z } from "zod";

/** Resources by what was done to them: `{ create: 27, same: 1 }`. */
export type Changes = Readonly<Record<string, number>>;

/** What a run of the engine did, from its own events. */
export interface RunReport {
  /** Empty if it came to nothing. */
  readonly changes: Changes;
  /** What went wrong, each thing once, in the engine's words. */
  readonly errors: readonly string[];
}

/** One thing that the engine is doing. */
export interface Operation {
  /** `Deployment llm-processor`. */
  readonly what: string;
  /** When it began, ms. */
  readonly since: number;
  /** What the provider last said that it waits for. */
  readonly waitsFor?: string;
}

/** A run, as far as it has come. */
export interface RunProgress extends RunReport {
  /** Operations that are done, without what was found unchanged. */
  readonly operations: number;
  /** Resources that were found unchanged. */
  readonly unchanged: number;
  /** What is being done, by URN, the longest first. */
  readonly underWay: ReadonlyMap<string, Operation>;
}

export const notStarted: RunProgress = {
  changes: {},
  errors: [],
  operations: 0,
  unchanged: 0,
  underWay: new Map(),
};

const step = z
  .object({ metadata: z.object({ urn: z.string(), op: z.string(), type: z.string() }) })
  .optional();

/** The part of an event that is used; whatever else there is may hold secrets, and is left behind. */
export const engineEventSchema = z.object({
  summaryEvent: z.object({ resourceChanges: z.record(z.string(), z.number()) }).optional(),
  diagnosticEvent: z
    .object({
      severity: z.string(),
      message: z.string(),
      urn: z.string().optional(),
      ephemeral: z.boolean().optional(),
    })
    .optional(),
  policyEvent: z
    .object({ policyName: z.string(), enforcementLevel: z.string(), message: z.string() })
    .optional(),
  resourcePreEvent: step,
  resOutputsEvent: step,
  resOpFailedEvent: step,
});

/** An event of the engine. */
export type EngineEvent = z.output<typeof engineEventSchema>;

/** What a run has come to with one event more. */
export function advance(run: RunProgress, event: EngineEvent, now: number): RunProgress {
  const { summaryEvent, diagnosticEvent, policyEvent } = event;
  if (summaryEvent) {
    // What is read from other stacks, and what they have come to since, changes nothing here.
    const { resourceChanges } = summaryEvent;
    const changed = Object.entries(resourceChanges).filter(([change]) => !readings.has(change));
    return { ...run, changes: Object.fromEntries(changed) };
  }
  if (policyEvent?.enforcementLevel === "mandatory") {
    return withError(run, `${policyEvent.policyName}: ${plain(policyEvent.message)}`);
  }
  if (diagnosticEvent?.severity === "error") {
    const message = plain(diagnosticEvent.message);
    const whose = resourceOf(diagnosticEvent.urn);
    return withError(run, whose === undefined ? message : `${whose}: ${message}`);
  }
  // What the engine says to its own developers repeats secrets in clear.
  if (diagnosticEvent?.ephemeral === true && diagnosticEvent.severity !== "debug") {
    const { urn = "", message } = diagnosticEvent;
    const operation = run.underWay.get(urn);
    if (operation === undefined) return run;
    const waiting = { ...operation, waitsFor: plain(message) };
    return { ...run, underWay: new Map([...run.underWay, [urn, waiting]]) };
  }
  return advanceStep(run, event, now);
}

function advanceStep(run: RunProgress, event: EngineEvent, now: number): RunProgress {
  const started = event.resourcePreEvent?.metadata;
  if (started) {
    const what = resourceOf(started.urn);
    if (what === undefined || isIdle(started.op)) return run;
    return { ...run, underWay: new Map([...run.underWay, [started.urn, { what, since: now }]]) };
  }
  const ended = (event.resOutputsEvent ?? event.resOpFailedEvent)?.metadata;
  if (ended === undefined) return run;
  const underWay = new Map(run.underWay);
  underWay.delete(ended.urn);
  if (event.resOutputsEvent === undefined) return { ...run, underWay };
  const { operations, unchanged } = run;
  if (ended.op === "same") return { ...run, underWay, unchanged: unchanged + 1 };
  return { ...run, underWay, operations: operations + (isIdle(ended.op) ? 0 : 1) };
}

/** What is read, and what is forgotten that was only read. */
const readings: ReadonlySet<string> = new Set(["read", "discard"]);

const isIdle = (operation: string): boolean => operation === "same" || operation === "read";

const withError = (run: RunProgress, error: string): RunProgress =>
  run.errors.includes(error) ? run : { ...run, errors: [...run.errors, error] };

/** The type of a stack itself, whose step lasts as long as the whole run. */
const STACK = "pulumi:pulumi:Stack";

/** `Deployment llm-processor`; undefined for the stack itself. */
function resourceOf(urn: string | undefined): string | undefined {
  const [, , types, name] = urn?.split("::") ?? [];
  const type = types?.split("$").at(-1);
  if (type === undefined || name === undefined || type === STACK) return undefined;
  return `${type.split(":").at(-1) ?? type} ${name}`;
}

/** Without the engine's own colours, which it writes as `<{%red%}>` for whoever prints them. */
const plain = (message: string): string => message.replace(/<\{%.*?%\}>/g, "").trim();

/** What the engine says when all else has been said, and what follows from its own ending. */
const CONCLUSION =
  /^(update|preview|refresh|destroy) (failed|cancelled|canceled)$|grpc: the client connection is closing$/;

/** The errors that name a reason, or the others where none does. */
export function reasonsOf({ errors }: RunReport): readonly string[] {
  const reasons = errors.filter((error) => !CONCLUSION.test(error));
  return reasons.length > 0 ? reasons : errors;
}

/** `27 created, 1 unchanged`, in the order in which it matters. */
export function describeChanges(changes: Changes): string {
  const words: Readonly<Record<string, string>> = {
    create: "created",
    update: "updated",
    replace: "replaced",
    delete: "deleted",
    same: "unchanged",
  };
  const told = Object.entries(words).flatMap(([change, word]) =>
    changes[change] === undefined ? [] : [`${changes[change]} ${word}`],
  );
  return told.length === 0 ? "nothing to do" : told.join(", ");
}

/** What several runs of one stack did, one after the other: unchanged is what the last one left so. */
export function addChanges(before: Changes, after: Changes): Changes {
  const sum = Object.entries(after).map(([change, count]) => [
    change,
    change === "same" ? count : count + (before[change] ?? 0),
  ]);
  return { ...before, ...Object.fromEntries(sum) } as Changes;
}
