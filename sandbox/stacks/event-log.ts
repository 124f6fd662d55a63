import { advance, engineEventSchema, notStarted, type RunReport } from "../../deploy/run-report";

/** Types an event log, which has one JSON object on each line. */
export function parseEventLog(text: string): RunReport {
  const { changes, errors } = completeLines(text).reduce(
    (run, line) => advance(run, engineEventSchema.parse(JSON.parse(line)), 0),
    notStarted,
  );
  return { changes, errors };
}

/**
 * An event log without what the engine says to its own developers, among which it repeats what
 * providers answered, secrets in clear.
 */
export function withoutDebugging(text: string): string {
  return completeLines(text)
    .filter(
      (line) => engineEventSchema.parse(JSON.parse(line)).diagnosticEvent?.severity !== "debug",
    )
    .map((line) => `${line}\n`)
    .join("");
}

/** An engine that is killed may leave a part of its last line. */
const completeLines = (text: string): string[] => text.split("\n").slice(0, -1);
