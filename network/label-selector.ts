import { z } from "zod";
import type { Labels } from "../components/labels";

/** A LabelSelector as it stands in an object. */
export const labelSelectorSchema = z.strictObject({
  matchLabels: z.record(z.string(), z.string()).default({}),
  matchExpressions: z
    .array(
      z.discriminatedUnion("operator", [
        z.strictObject({
          key: z.string(),
          operator: z.enum(["In", "NotIn"]),
          values: z.array(z.string()).min(1),
        }),
        z.strictObject({
          key: z.string(),
          operator: z.enum(["Exists", "DoesNotExist"]),
          values: z.array(z.string()).max(0).optional(),
        }),
      ]),
    )
    .default([]),
});

/** A selector with its defaults filled in. */
export type LabelSelector = z.output<typeof labelSelectorSchema>;

/** What one label may be: one of `values` or, for `except`, anything but them; or not there. */
interface Allowed {
  readonly absent: boolean;
  readonly except: boolean;
  readonly values: readonly string[];
}

/** What each label may be that a selector speaks of; labels that it does not name are free. */
export type Selector = ReadonlyMap<string, Allowed>;

/**
 * A selector as alternatives that list one value at most for each label, so that every one of them
 * can be looked for on its own. None if the selector contradicts itself; one without labels if it
 * selects everything.
 */
export function alternatives({ matchLabels, matchExpressions }: LabelSelector): Selector[] {
  const requirements: [string, Allowed][] = [
    ...Object.entries(matchLabels).map(([key, value]): [string, Allowed] => [key, listed([value])]),
    ...matchExpressions.map((expression): [string, Allowed] => [
      expression.key,
      allowedBy(expression),
    ]),
  ];
  const whole = new Map<string, Allowed>();
  for (const [key, allowed] of requirements) {
    const earlier = whole.get(key);
    whole.set(key, earlier === undefined ? allowed : both(earlier, allowed));
  }
  return [...whole].reduce<Selector[]>(
    (found, [key, allowed]) =>
      found.flatMap((selector) =>
        eachValue(allowed).map((choice) => new Map([...selector, [key, choice]])),
      ),
    [new Map()],
  );
}

/** Whether a selector selects an object with these labels. */
export const matches = (selector: Selector, labels: Labels): boolean =>
  [...selector].every(([key, allowed]) => admits(allowed, labels[key]));

/** Whether everything that `inner` selects is selected by `outer`, whatever else it carries. */
export const contains = (outer: Selector, inner: Selector): boolean =>
  [...outer].every(([key, allowed]) => isWithin(inner.get(key) ?? FREE, allowed));

/**
 * Whether a selector asks for a listed value of some label, and so means somebody. Without that it
 * also selects what nobody has thought of.
 */
export const meansSomebody = (selector: Selector): boolean =>
  [...selector.values()].some(({ absent, except }) => !absent && !except);

/** The value that a selector asks for, if it asks for one and for nothing else. */
export function onlyValue(selector: Selector, key: string): string | undefined {
  const allowed = selector.get(key);
  if (selector.size !== 1 || allowed === undefined || allowed.except) return undefined;
  return allowed.values[0];
}

/** Much as kubectl writes it: `[app=a,!legacy,tier notin (x,y)]`; `*` for everything. */
export function selectorText(selector: Selector): string {
  if (selector.size === 0) return "*";
  const parts = [...selector].sort(([a], [b]) => (a < b ? -1 : 1));
  return `[${parts.map(([key, allowed]) => requirementText(key, allowed)).join(",")}]`;
}

/** A label on which a selector has no opinion. */
const FREE: Allowed = { absent: true, except: true, values: [] };

const listed = (values: readonly string[]): Allowed => ({ absent: false, except: false, values });

function allowedBy(expression: LabelSelector["matchExpressions"][number]): Allowed {
  switch (expression.operator) {
    case "In":
      return listed([...new Set(expression.values)].sort());
    case "NotIn":
      return { absent: true, except: true, values: [...new Set(expression.values)].sort() };
    case "Exists":
      return { absent: false, except: true, values: [] };
    case "DoesNotExist":
      return { absent: true, except: false, values: [] };
  }
}

function both(a: Allowed, b: Allowed): Allowed {
  const absent = a.absent && b.absent;
  if (a.except && b.except) {
    return { absent, except: true, values: [...new Set([...a.values, ...b.values])].sort() };
  }
  const [finite, other] = a.except ? [b, a] : [a, b];
  return { absent, except: false, values: finite.values.filter((value) => admits(other, value)) };
}

const admits = ({ absent, except, values }: Allowed, value: string | undefined): boolean =>
  value === undefined ? absent : values.includes(value) !== except;

function isWithin(inner: Allowed, outer: Allowed): boolean {
  if (inner.absent && !outer.absent) return false;
  if (!inner.except) return inner.values.every((value) => admits(outer, value));
  // There are always more values than any list has.
  return outer.except && outer.values.every((value) => inner.values.includes(value));
}

const eachValue = (allowed: Allowed): Allowed[] =>
  allowed.absent || allowed.except ? [allowed] : allowed.values.map((value) => listed([value]));

function requirementText(key: string, { absent, except, values }: Allowed): string {
  if (!except) return absent ? `!${key}` : `${key}=${values.join()}`;
  if (values.length === 0) return key;
  const others = `${key} notin (${values.join(",")})`;
  return absent ? others : `${key},${others}`;
}
