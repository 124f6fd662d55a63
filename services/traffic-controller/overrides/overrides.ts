import type { z } from "zod";
import type { Topology } from "../../../config/topology";
import type { Override } from "../decision/override";
import { overrideKinds, overrideListSchema, overrideSchema, type WrittenOverride } from "./schema";

/** Either all overrides of a list, or all that is wrong with it. */
export type ParsedOverrides =
  { readonly overrides: readonly Override[] } | { readonly problems: readonly string[] };

/**
 * Reads the text under `overrides.json`. One that is wrong makes the whole list wrong: half of an
 * operator's orders may be the opposite of what they are together. A region that the topology does
 * not have (any more) is no such problem; the decision refuses that override alone, and says so.
 *
 * @param text absent: the ConfigMap has no such key, and so orders nothing.
 */
export function parseOverrides(text: string | undefined, topology: Topology): ParsedOverrides {
  if (text === undefined || text.trim() === "") return { overrides: [] };
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (error) {
    return { problems: [`overrides.json is no JSON: ${(error as Error).message}`] };
  }
  const list = overrideListSchema.safeParse(input);
  if (!list.success) {
    return {
      problems: [
        `overrides.json has to be an object with the key "overrides" alone, ` +
          `${overrideListSchema.shape.overrides.description ?? ""}.`,
      ],
    };
  }
  const problems: string[] = [];
  const overrides: Override[] = [];
  list.data.overrides.forEach((each, index) => {
    const parsed = overrideSchema.safeParse(each);
    if (parsed.success) overrides.push(understood(parsed.data, topology));
    else problems.push(...problemsOf(parsed.error, each, index));
  });
  problems.push(...repeatedIds(list.data.overrides));
  return problems.length > 0 ? { problems } : { overrides };
}

/** The text under `overrides.json`: the same for the same overrides, whatever their order. */
export function printOverrides(overrides: readonly Override[]): string {
  const written = [...overrides]
    .sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0))
    .map(writtenForm);
  return `${JSON.stringify({ overrides: written }, undefined, 2)}\n`;
}

function understood({ expiresAt, ...rest }: WrittenOverride, { regions }: Topology): Override {
  const expiresAtMs = Date.parse(expiresAt);
  if (rest.kind !== "pin") return { ...rest, expiresAtMs };
  const none = Object.fromEntries(regions.map(({ name }) => [name, 0]));
  return { ...rest, weights: { ...none, ...rest.weights }, expiresAtMs };
}

function writtenForm(override: Override): WrittenOverride {
  const { id, reason, author } = override;
  const common = { reason, author, expiresAt: new Date(override.expiresAtMs).toISOString() };
  switch (override.kind) {
    case "drain":
    case "exclude":
      return { id, kind: override.kind, region: override.region, ...common };
    case "pin": {
      const { entry } = override;
      const weights = Object.fromEntries(
        Object.entries(override.weights).sort(([one], [other]) => (one < other ? -1 : 1)),
      );
      return { id, kind: "pin", entry, weights, ...common };
    }
    case "freeze":
      return { id, kind: "freeze", ...common };
  }
}

function problemsOf(error: z.ZodError, seen: unknown, index: number): string[] {
  const known = (seen as { readonly kind?: unknown } | null)?.kind;
  if (!overrideKinds.some((kind) => kind === known)) {
    return [
      `overrides[${index}] has to be an object whose kind is one of ${overrideKinds.join(", ")}.`,
    ];
  }
  const option = overrideSchema.options.find(({ shape }) => shape.kind.value === known);
  const shape = (option?.shape ?? {}) as Readonly<Record<string, z.ZodType>>;
  return error.issues.map((issue) => {
    if (issue.code === "unrecognized_keys") {
      const fields = Object.keys(shape).join(", ");
      return `overrides[${index}] has ${issue.keys.join(", ")}; a ${String(known)} has ${fields}.`;
    }
    const field = String(issue.path[0]);
    const allowed = shape[field]?.description ?? issue.message;
    return `overrides[${index}].${field} has to be ${allowed}.`;
  });
}

function repeatedIds(list: readonly unknown[]): string[] {
  const ids = list.map((each) => (each as { readonly id?: unknown } | null)?.id);
  return ids.flatMap((id, index) =>
    typeof id === "string" && ids.indexOf(id) < index
      ? [`overrides[${index}].id is that of overrides[${ids.indexOf(id)}]; each has its own.`]
      : [],
  );
}
