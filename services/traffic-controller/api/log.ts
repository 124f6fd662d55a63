import { type DestinationStream, type Logger, type LevelWithSilent, pino } from "pino";

/**
 * The controller's log: a line of JSON for each thing that has changed, never for each tick.
 *
 * @param destination left out: stdout, without a thread of its own.
 */
export const createLog = (
  level: LevelWithSilent,
  { region, identity }: { readonly region: string; readonly identity: string },
  destination?: DestinationStream,
): Logger =>
  pino(
    {
      level,
      base: { entry: region, identity },
      messageKey: "message",
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
