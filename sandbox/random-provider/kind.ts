import type { z } from "zod";
import type { ByteSource } from "./generate";
import type { Known } from "./inputs";
import { UNKNOWN, type Properties, type PropertyValue } from "./properties";

/** Why an input is refused, at its Pulumi property path. */
export interface InputFailure {
  readonly property: string;
  readonly reason: string;
}

/** What a resource has beside its inputs. */
export interface Drawn {
  readonly id: string;
  readonly outputs: Properties;
}

/** What an import id stands for. */
export interface Adopted extends Drawn {
  readonly inputs: Properties;
}

interface Definition<Plan extends object> {
  readonly inputs: z.ZodType<Plan>;
  readonly inputNames: readonly string[];
  /** The outputs that only creation can tell. */
  readonly drawn: readonly string[];
  readonly secrets: readonly string[];
  /** Whether going between no keepers and an empty map replaces too; only RandomBytes does that. */
  readonly emptyKeepersReplace?: boolean;
  readonly draw: (plan: Known<Plan>, bytes: ByteSource) => Drawn;
  /** @throws Error if the import id has the wrong form. A secret id is never repeated in it. */
  readonly adopt: (importId: string) => Adopted;
}

/** One resource type of the stand-in, whatever its inputs. */
export interface Kind {
  readonly inputNames: readonly string[];
  readonly drawnNames: readonly string[];
  readonly secrets: readonly string[];
  readonly emptyKeepersReplace: boolean;
  /** Everything wrong with the inputs; empty when there is nothing. */
  readonly failures: (inputs: Properties) => readonly InputFailure[];
  /** The inputs with every default filled in. @throws Error if they would be refused. */
  readonly plan: (inputs: Properties) => Properties;
  /** Draws the random values. @throws Error if an input is still unknown. */
  readonly draw: (inputs: Properties, bytes: ByteSource) => Drawn;
  readonly adopt: (importId: string) => Adopted;
}

/** Makes a kind of its schema and its typed functions. */
export function defineKind<Plan extends object>(definition: Definition<Plan>): Kind {
  const { inputs: schema, inputNames, drawn, secrets, draw, adopt } = definition;
  const failures = (inputs: Properties): InputFailure[] =>
    schema.safeParse(inputs).error?.issues.flatMap(failuresOf) ?? [];
  const parse = (inputs: Properties): Plan => {
    const parsed = schema.safeParse(inputs);
    if (parsed.success) return parsed.data;
    const reasons = parsed.error.issues
      .flatMap(failuresOf)
      .map(({ property, reason }) => `${property}: ${reason}`);
    throw new Error(`unusable inputs: ${reasons.join("; ")}`);
  };
  return {
    inputNames,
    drawnNames: drawn,
    secrets,
    emptyKeepersReplace: definition.emptyKeepersReplace ?? false,
    failures,
    plan: (inputs) => present(parse(inputs)),
    draw: (inputs, bytes) => draw(known(parse(inputs)), bytes),
    adopt,
  };
}

function known<Plan extends object>(plan: Plan): Known<Plan> {
  const open = Object.entries(plan).flatMap(([name, value]) => (value === UNKNOWN ? [name] : []));
  if (open.length > 0) throw new Error(`still unknown when applied: ${open.join(", ")}`);
  return plan as Known<Plan>;
}

function present(plan: object): Properties {
  const entries = Object.entries(plan) as [string, PropertyValue | undefined][];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Properties;
}

function failuresOf(issue: z.core.$ZodIssue): InputFailure[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((property) => ({ property, reason: "is no input of this resource" }));
  }
  return [{ property: issue.path.map(String).join("."), reason: issue.message }];
}
