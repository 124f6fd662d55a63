import type { z } from "zod";
import { OperatorError } from "./operator-error";

/** One thing that is wrong with the configuration, in the words of the person who has to mend it. */
export interface Problem {
  /** Where it stands, as a path: `topology.regions[1].role`. */
  readonly key: string;
  /** What is written there. */
  readonly seen: string;
  /** What may be written there. */
  readonly allowed: string;
  /** The file to edit. */
  readonly file: string;
}

/** All that is wrong with the configuration, reported together. */
export class ConfigError extends OperatorError {
  override readonly name = "ConfigError";

  /** @param outcome what did not come about because of them, as the end of a sentence. */
  constructor(
    readonly problems: readonly Problem[],
    outcome = "nothing was deployed",
  ) {
    super(describeProblems(problems, outcome));
  }
}

function describeProblems(problems: readonly Problem[], outcome: string): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const lines = problems.map(
    ({ file, key, seen, allowed }) => `  ${file}: ${key} is ${seen}\n    allowed: ${allowed}`,
  );
  return `The configuration has ${count}; ${outcome}.\n${lines.join("\n")}`;
}

/** Where a parsed value came from, for the problems that it may have. */
export interface Origin {
  readonly file: string;
  /** Path of the value within the file, such as `topology`; empty for the whole of it. */
  readonly prefix: string;
}

/** Parses `input`, and answers either the typed value or every problem in it. */
export function parse<T extends z.ZodType>(
  schema: T,
  input: unknown,
  origin: Origin,
): { readonly value: z.output<T> } | { readonly problems: readonly Problem[] } {
  const result = schema.safeParse(input);
  if (result.success) return { value: result.data };
  return {
    problems: result.error.issues.flatMap((issue) => problemsOf(issue, schema, input, origin)),
  };
}

function problemsOf(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  input: unknown,
  origin: Origin,
): Problem[] {
  const { file, prefix } = origin;
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schemaAt(schema, issue.path));
    return issue.keys.map((key) => ({
      file,
      key: pathText(prefix, [...issue.path, key]),
      seen: "not a known key",
      allowed: `one of ${known.join(", ")}`,
    }));
  }
  const judge = schemaAt(schema, issue.path);
  const seen = valueAt(input, issue.path);
  return [
    {
      file,
      key: pathText(prefix, issue.path),
      seen: (seen !== undefined && withoutValue(judge)) || show(seen),
      // What fields may not say together, none of them describes.
      allowed: (saysItself(issue) ? undefined : judge?.description) ?? issue.message,
    },
  ];
}

/** Whether a schema's own check says what is wrong; zod's words for all others say nothing. */
const saysItself = ({ code, message }: z.core.$ZodIssue): boolean =>
  code === "custom" && message !== "Invalid input";

/** What a schema says as `seen` in its meta, instead of a value that must not be repeated. */
function withoutValue(schema: z.ZodType | undefined): string | undefined {
  const words = schema && unwrap(schema).meta()?.["seen"];
  return typeof words === "string" ? words : undefined;
}

/** A value as it is shown in a problem; long ones are cut. */
export function show(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function pathText(prefix: string, path: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`));
  return `${prefix}${text.join("")}`.replace(/^\.|(?<=:)\./, "");
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (value as Record<PropertyKey, unknown> | undefined | null)?.[step],
    input,
  );
}

type Definition = {
  readonly shape?: Record<string, z.ZodType>;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly innerType?: z.ZodType;
};

const definition = (schema: z.ZodType): Definition => schema.def as Definition;

/** The schema that judged the value at `path`, so that its description can say what is allowed. */
function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let current: z.ZodType | undefined = schema;
  for (const step of path) {
    const { shape, element, valueType }: Definition = definition(unwrap(current));
    current = shape?.[String(step)] ?? element ?? valueType;
    if (current === undefined) return undefined;
  }
  return current.description === undefined ? unwrap(current) : current;
}

/** Looks through optional, default and the like. */
function unwrap(schema: z.ZodType): z.ZodType {
  const { innerType } = definition(schema);
  return innerType === undefined ? schema : unwrap(innerType);
}

const knownKeys = (schema: z.ZodType | undefined): string[] =>
  schema === undefined ? [] : Object.keys(definition(unwrap(schema)).shape ?? {});
