import { isDeepStrictEqual } from "node:util";
import type { ByteSource } from "./generate";
import type { Adopted, Kind } from "./kind";
import { UNKNOWN, type Properties, type PropertyValue } from "./properties";

/** Which inputs differ, and which of those call for a new resource. */
export interface Change {
  readonly changed: readonly string[];
  readonly replaced: readonly string[];
}

/** A resource as the engine records it; `id` is empty in a preview. */
export interface Recorded {
  readonly id: string;
  readonly outputs: Properties;
}

/**
 * Compares the recorded outputs with new inputs, both with defaults filled in. As with the real
 * plugin every change replaces, except keepers that hold nothing either way, and an empty
 * `overrideSpecial` that is taken away: those only update the record.
 */
export function diff(kind: Kind, recorded: Properties, inputs: Properties): Change {
  const before = kind.plan(only(kind.inputNames, recorded));
  const after = kind.plan(inputs);
  const changed = kind.inputNames.filter((name) => !isDeepStrictEqual(before[name], after[name]));
  const replaced = changed.filter((name) => replaces(kind, name, before[name], after[name]));
  return { changed, replaced };
}

/** The resource before its creation: the drawn values are unknown, the rest is settled. */
export function preview(kind: Kind, inputs: Properties): Recorded {
  const drawn = Object.fromEntries(kind.drawnNames.map((name) => [name, UNKNOWN] as const));
  return { id: "", outputs: { ...kind.plan(inputs), ...drawn } };
}

/** Draws a new resource. @throws Error if an input is still unknown. */
export function create(kind: Kind, inputs: Properties, bytes: ByteSource): Recorded {
  const { id, outputs } = kind.draw(inputs, bytes);
  return { id, outputs: { ...kind.plan(inputs), ...outputs } };
}

/** Takes over changed inputs and keeps what was drawn. */
export function update(kind: Kind, recorded: Properties, inputs: Properties): Properties {
  const drawn = Object.keys(recorded).filter((name) => !kind.inputNames.includes(name));
  return { ...only(drawn, recorded), ...kind.plan(inputs) };
}

/** The resource behind an import id. @throws Error if the id has the wrong form. */
export function adopt(kind: Kind, importId: string): Adopted {
  const adopted = kind.adopt(importId);
  return { ...adopted, outputs: { ...kind.plan(adopted.inputs), ...adopted.outputs } };
}

function replaces(
  kind: Kind,
  name: string,
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
): boolean {
  switch (name) {
    case "keepers":
      return kind.emptyKeepersReplace || !sameKeepers(before, after);
    case "overrideSpecial":
      return after !== UNKNOWN && !(before === "" && after === undefined);
    default:
      return true;
  }
}

// A new key without a value is not a difference, nor is an empty map in place of none.
function sameKeepers(before: PropertyValue | undefined, after: PropertyValue | undefined): boolean {
  const [old, next] = [entries(before), entries(after)];
  const added = [...next].some(
    ([key, value]) => !(value === null && !old.has(key)) && value !== old.get(key),
  );
  return !added && [...old.keys()].every((key) => next.has(key));
}

function entries(keepers: PropertyValue | undefined): ReadonlyMap<string, PropertyValue> {
  return new Map(typeof keepers === "object" && keepers !== null ? Object.entries(keepers) : []);
}

function only(names: readonly string[], properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)));
}
