import { expect } from "chai";
import type { PackConfig } from "../../policy/pack-config";
import type { PolicyResource, Rule } from "../../policy/rule";
import { contextOf, problemsOf, resourceOf } from "./judge";

/** Steps to a place in a resource: keys, and indices of lists. */
export type Path = readonly (string | number)[];

/** A resource before it is marked: a key whose value is `undefined` is unknown until deployed. */
export interface Fixture {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** How one rule is shown: by a stack that complies, and by what is changed in its first resource. */
export interface RuleCase {
  readonly rule: Rule;
  readonly complies: readonly [Fixture, ...Fixture[]];
  /** Each with what the rule then says; a value `REMOVED` takes away what stands there. */
  readonly breaks: readonly { at: Path; to: unknown; says: string | readonly string[] }[];
  /** A place whose value the rule needs; or why no unknown value can matter to it. */
  readonly unknown: Path | { readonly harmless: Path; readonly because: string };
  /** A type that the rule has nothing to do with. @default another kind of Kubernetes object */
  readonly other?: string;
  /** @default "us-east-1" */
  readonly region?: string;
  /** @default nothing is configured */
  readonly config?: Partial<PackConfig>;
}

export const REMOVED = Symbol("removed");

/** Holds rules against their cases: violating, compliant, of another type, and unknown. */
export function describeRules(cases: readonly RuleCase[]): void {
  for (const one of cases) {
    describe(one.rule.id, () => {
      const { rule, complies, unknown } = one;
      const judged = (fixtures: readonly Fixture[]): string[] =>
        problemsOf(
          rule,
          fixtures.map(toResource),
          contextOf(one.region ?? "us-east-1", one.config),
        );
      const [first, ...others] = complies;
      const changed = (at: Path, to: unknown): string[] =>
        judged([{ ...first, inputs: set(first.inputs, at, to) }, ...others]);

      it("takes what complies", () => {
        expect(judged(complies)).to.deep.equal([]);
      });

      for (const { at, to, says } of one.breaks) {
        const told = to === REMOVED ? "nothing" : JSON.stringify(to);
        it(`${says.length === 0 ? "takes" : "catches"} ${told} at ${pathText(at)}`, () => {
          expect(changed(at, to)).to.deep.equal(typeof says === "string" ? [says] : says);
        });
      }

      it("has nothing against another type with the same in it", () => {
        const [worst] = one.breaks;
        const inputs = worst === undefined ? first.inputs : set(first.inputs, worst.at, worst.to);
        const other = { ...first, inputs, type: one.other ?? "kubernetes:example.org/v1:Other" };
        expect(judged([other])).to.deep.equal([]);
      });

      if (isPath(unknown)) {
        it(`refuses an unknown value at ${pathText(unknown)}`, () => {
          expect(changed(unknown, undefined)).to.deep.equal([
            `Cannot be decided before deployment: ${pathText(unknown)} is unknown until deployed. ` +
              "Use plain configuration there.",
          ]);
        });
      } else {
        it(`takes an unknown value: ${unknown.because}`, () => {
          expect(changed(unknown.harmless, undefined)).to.deep.equal([]);
        });
      }
    });
  }
}

const isPath = (unknown: RuleCase["unknown"]): unknown is Path => Array.isArray(unknown);

const toResource = ({ type, name, inputs }: Fixture): PolicyResource =>
  resourceOf(type, name, inputs);

/** A path as problems write it. */
const pathText = (path: Path): string =>
  path.reduce<string>(
    (text, step) =>
      typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`,
    "",
  );

/** A copy with another value at a path; what is missing on the way is made. */
function set(value: unknown, [step, ...rest]: Path, to: unknown): Record<string, unknown> {
  if (step === undefined) throw new Error("A path has at least one step.");
  const copy = (
    Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }
  ) as Record<string | number, unknown>;
  if (rest.length > 0) copy[step] = set(copy[step] ?? {}, rest, to);
  else if (to === REMOVED) Reflect.deleteProperty(copy, step);
  else copy[step] = to;
  return copy;
}
