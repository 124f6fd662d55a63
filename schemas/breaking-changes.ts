import { isDeepStrictEqual } from "node:util";
import { type Alternative, alternatives, inWords, isOfType } from "./alternatives";
import type { JsonSchema } from "./json-schema";

/**
 * What a reader of `released` cannot rely on any more once values are made by `current`, one
 * sentence each; none if every value that `current` allows is one that `released` allows.
 *
 * A contract is only ever read, so what it says may become more exact and never less. A new value of
 * an enum breaks readers, who were told that they know all of them; one that no longer occurs does
 * not. For the same reason a bound may become tighter and a field surer to be there. New properties
 * are never looked at by a reader of the old contract.
 *
 * It errs on the side of breaking: where a change cannot be judged from the keywords alone, such as
 * another `pattern`, it is told.
 *
 * @param path what the schemas describe, such as `region`; sentences begin with it.
 */
export function breakingChanges(released: JsonSchema, current: JsonSchema, path: string): string[] {
  const allowed = alternatives(released);
  const changes = alternatives(current).flatMap((possible) => {
    const against = allowed.map((promise) => ({
      sameType: promise.type === possible.type,
      changes: changesOfAlternative(promise, possible, path),
    }));
    if (against.some(({ changes: none }) => none.length === 0)) return [];
    const [nearest] = against
      .filter(({ sameType }) => sameType)
      .sort((one, other) => one.changes.length - other.changes.length);
    return nearest?.changes ?? [promised(path, inWords(possible), allowed)];
  });
  return [...new Set(changes)];
}

const promised = (path: string, now: string, before: readonly Alternative[]): string =>
  `${path} may now be ${now}; it was promised to be ${either(before.map(inWords))}.`;

const either = (words: readonly string[]): string =>
  new Intl.ListFormat("en-GB", { type: "disjunction" }).format(words);

function changesOfAlternative(released: Alternative, current: Alternative, path: string): string[] {
  if (released.values !== undefined) return changesOfValues(released, current, path);
  const fits =
    current.values === undefined
      ? isWithinType(current.type, released.type)
      : current.values.every((value) => isOfType(value, released.type));
  if (!fits) return [promised(path, inWords(current), [released])];
  return [
    ...changesOfProperties(released.schema, current.schema, path),
    ...changesOfOtherProperties(released.schema, current.schema, path),
    ...changesOfItems(released.schema, current.schema, path),
    ...changesOfKeywords(released.schema, current.schema, path),
  ];
}

const isWithinType = (current: string | undefined, released: string | undefined): boolean =>
  released === undefined ||
  current === released ||
  (current === "integer" && released === "number");

function changesOfValues(released: Alternative, current: Alternative, path: string): string[] {
  if (current.values === undefined) return [promised(path, inWords(current), [released])];
  const unknown = current.values.filter(
    (value) => released.values?.some((known) => isDeepStrictEqual(known, value)) !== true,
  );
  if (unknown.length === 0) return [];
  return [promised(path, inWords({ ...current, values: unknown }), [released])];
}

function changesOfProperties(released: JsonSchema, current: JsonSchema, path: string): string[] {
  const sure = released.required ?? [];
  const names = new Set([...Object.keys(released.properties ?? {}), ...sure]);
  return [...names].flatMap((name) => {
    const at = `${path}.${name}`;
    const before = own(released.properties, name);
    const now = own(current.properties, name);
    if (before !== undefined && now === undefined) return [`${at} is gone.`];
    const unsure = sure.includes(name) && current.required?.includes(name) !== true;
    return [
      ...(unsure ? [`${at} may now be missing; it was promised to be there.`] : []),
      ...(before === undefined || now === undefined ? [] : breakingChanges(before, now, at)),
    ];
  });
}

/** A key is a string, even where nothing is said of it. */
const ANY_KEY: JsonSchema = { type: "string" };

/** Keys of a map, and properties where the released contract forbids or types all that it lacks. */
function changesOfOtherProperties(
  released: JsonSchema,
  current: JsonSchema,
  path: string,
): string[] {
  const names =
    released.propertyNames === undefined
      ? []
      : breakingChanges(
          released.propertyNames,
          current.propertyNames ?? ANY_KEY,
          `a key of ${path}`,
        );
  const before = released.additionalProperties ?? true;
  if (before === true) return names;

  const added = Object.entries(current.properties ?? {}).filter(
    ([name]) => own(released.properties, name) === undefined,
  );
  const rest = current.additionalProperties ?? true;
  if (before === false) {
    return [
      ...names,
      ...added.map(([name]) => `${path}.${name} is new, where nothing was to be added.`),
      ...(rest === false ? [] : [`${path} may now have any property; it was promised not to.`]),
    ];
  }
  return [
    ...names,
    ...added.flatMap(([name, now]) => breakingChanges(before, now, `${path}.${name}`)),
    ...(rest === false ? [] : breakingChanges(before, rest === true ? {} : rest, `${path}.*`)),
  ];
}

function changesOfItems({ items: before }: JsonSchema, current: JsonSchema, path: string) {
  if (before === undefined || before === true || current.items === false) return [];
  const now = current.items === undefined || current.items === true ? {} : current.items;
  return before === false
    ? [`${path} may now have further items; it was promised not to.`]
    : breakingChanges(before, now, `${path}[]`);
}

/** Looked at above, one by one. */
const OBJECTS = ["properties", "required", "additionalProperties", "propertyNames"];
const STRUCTURE = ["type", "const", "enum", "anyOf", "oneOf", "items", ...OBJECTS];
/** For people and editors: no value is allowed or refused by them. */
const ANNOTATIONS = ["$schema", "title", "description", "default", "examples", "deprecated"];
const FLOORS = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
const CEILINGS = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
/** These only ever refuse values, so that a new one makes a promise more exact. */
const REFUSALS = ["pattern", "format", "multipleOf", "uniqueItems", ...FLOORS, ...CEILINGS];

function changesOfKeywords(released: JsonSchema, current: JsonSchema, path: string): string[] {
  const all = new Set([...Object.keys(released), ...Object.keys(current)]);
  const keywords = [...all].filter(
    (key) => ![...STRUCTURE, ...ANNOTATIONS].includes(key) && !key.startsWith("x-"),
  );
  return keywords.flatMap((key) => {
    const [before, now] = [released[key], current[key]];
    if (isDeepStrictEqual(before, now)) return [];
    if (before === undefined && REFUSALS.includes(key)) return [];
    if (typeof before === "number" && typeof now === "number") {
      if (FLOORS.includes(key) && now > before) return [];
      if (CEILINGS.includes(key) && now < before) return [];
    }
    return [`${path} was promised with ${keyword(key, before)}; now it has ${keyword(key, now)}.`];
  });
}

const keyword = (key: string, value: unknown): string =>
  value === undefined ? `no ${key}` : `${key} ${JSON.stringify(value)}`;

/** A property may be called `constructor`, which every object inherits. */
const own = <Value>(record: Record<string, Value> | undefined, key: string): Value | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
