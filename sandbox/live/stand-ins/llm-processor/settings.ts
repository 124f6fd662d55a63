import { z } from "zod";
import { CodedError } from "../../../coded-error";

/** Why the stand-in does not start. */
export class StandInError extends CodedError<"bad-environment"> {
  override readonly name = "StandInError";
}

/** TCP port, on the pod's own loopback alone, where a processor is told to be slow or to fail. */
export const PROCESSOR_CONTROL_PORT = 8_079;

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, "a whole number is wanted")
    .transform(Number)
    .pipe(z.int().min(least).max(most));

const port = whole(1, 65_535);

const common = {
  /** Of the region that it runs in. */
  REGION: z.string().min(1),
  /** Where it takes requests, as components/regional-data-plane has it. */
  HTTP_PORT: port.default(8_080),
};

const frontSchema = z.object({
  ...common,
  /** Where it hands requests on to. */
  REGIONAL_ENDPOINT: z.url({ protocol: /^https?$/ }),
});

const processorSchema = z.object({
  ...common,
  MAX_CONCURRENT_INTENTS: whole(1, 1e6),
  MAX_LLM_RPS: whole(1, 1e6),
  /** How long an intent takes in the middle, ms. The real one waits for a model; this one just waits. */
  PROCESSING_MS: whole(0, 600_000).default(50),
  /** How long it takes to look something up, ms. */
  READ_MS: whole(0, 600_000).default(2),
  /** Longest wait for the model's turn before an intent is refused, ms. */
  MODEL_WAIT_MS: whole(0, 60_000).default(1_000),
  /** What an intent is billed with, millionths of a US dollar. */
  COST_MICRO_USD_PER_INTENT: whole(0, 1e9).default(2_000),
  /** Where it is told to be slow or to fail. */
  CONTROL_PORT: port.default(PROCESSOR_CONTROL_PORT),
});

export type FrontSettings = z.output<typeof frontSchema>;
export type ProcessorSettings = z.output<typeof processorSchema>;

/** One image is both, as in the program: who is told where to hand requests on is the front. */
export type Settings =
  | ({ readonly role: "front" } & FrontSettings)
  | ({ readonly role: "processor" } & ProcessorSettings);

/** @throws StandInError `bad-environment` that names every variable which is missing or wrong. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  return environment["REGIONAL_ENDPOINT"] === undefined
    ? { role: "processor", ...read(processorSchema, environment) }
    : { role: "front", ...read(frontSchema, environment) };
}

function read<Output>(
  schema: z.ZodType<Output>,
  environment: Readonly<Record<string, string | undefined>>,
): Output {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `  ${path.join(".")}: ${message}`,
  );
  throw new StandInError(
    "bad-environment",
    `llm-processor cannot start with this environment:\n${problems.join("\n")}\n` +
      "Set these variables in the container or its ConfigMap.",
  );
}
