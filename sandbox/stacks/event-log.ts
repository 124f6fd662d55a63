import { z } from "zod";

/** What a run of the engine did, from its own event log. */
export interface RunReport {
  /** Resources by what was done to them: `{ create: 27, same: 1 }`; empty if it came to nothing. */
  readonly changes: Readonly<Record<string, number>>;
  /** What went wrong, in the engine's words. */
  readonly errors: readonly string[];
}

const eventSchema = z.object({
  summaryEvent: z.object({ resourceChanges: z.record(z.string(), z.number()) }).optional(),
  diagnosticEvent: z.object({ severity: z.string(), message: z.string() }).optional(),
  policyEvent: z
    .object({ policyName: z.string(), enforcementLevel: z.string(), message: z.string() })
    .optional(),
});

/** Types an event log, which has one JSON object on each line. */
export function parseEventLog(text: string): RunReport {
  const events = completeLines(text).map((line) => eventSchema.parse(JSON.parse(line)));
  const errors = events.flatMap(({ diagnosticEvent, policyEvent }) => {
    if (diagnosticEvent?.severity === "error") return [plain(diagnosticEvent.message)];
    if (policyEvent?.enforcementLevel === "mandatory") {
      return [`${policyEvent.policyName}: ${plain(policyEvent.message)}`];
    }
    return [];
  });
  return {
    changes: events.findLast((event) => event.summaryEvent)?.summaryEvent?.resourceChanges ?? {},
    errors: [...new Set(errors)],
  };
}

/**
 * An event log without what the engine says to its own developers, among which it repeats what
 * providers answered, secrets in clear.
 */
export function withoutDebugging(text: string): string {
  return completeLines(text)
    .filter((line) => eventSchema.parse(JSON.parse(line)).diagnosticEvent?.severity !== "debug")
    .map((line) => `${line}\n`)
    .join("");
}

/** An engine that is killed may leave a part of its last line. */
const completeLines = (text: string): string[] => text.split("\n").slice(0, -1);

/** Without the engine's own colours, which it writes as `<{%red%}>` for whoever prints them. */
const plain = (message: string): string => message.replace(/<\{%.*?%\}>/g, "").trim();

/** `27 created, 1 unchanged`, in the order in which it matters. */
export function describeChanges(changes: Readonly<Record<string, number>>): string {
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
