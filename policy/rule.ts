import type { Region, Topology } from "../config/topology";
import type { Admission, AdmissionPlace } from "./admission/admission";
import type { PackConfig } from "./pack-config";

/** A resource as a rule sees it: plain data, with `UNKNOWN` wherever only a deployment can tell. */
export interface PolicyResource {
  /** Pulumi type token, such as `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** What a rule knows about the stack that a resource is in. */
export interface PolicyContext {
  readonly topology: Topology;
  readonly region: Region;
  /** What the team has configured for the rules. */
  readonly config: PackConfig;
  /** When the rules are applied: exceptions and certificates expire. */
  readonly now: Date;
}

/** The subjects that rules are sorted by. */
export const families = ["residency", "routes", "mesh", "pods", "access", "cost"] as const;
export type Family = (typeof families)[number];

/** `mandatory` stops a deployment, `advisory` only tells. */
export type Level = "mandatory" | "advisory";

/** What a rule is, told so that the person whose pull request it stops knows what to do. */
interface RuleText {
  /** `family-name`, stable: exceptions and reports refer to it. */
  readonly id: string;
  readonly family: Family;
  readonly title: string;
  /** What goes wrong without the rule. */
  readonly why: string;
  /** What to change when it is violated. */
  readonly fix: string;
  readonly level: Level;
  /** What complies, as a fragment of YAML for the catalogue. */
  readonly example: string;
  /**
   * The same rule for the API server, where it can be held there: fixed, or made for a region;
   * `undefined` where it asks nothing of a region.
   */
  readonly admission?: Admission | ((place: AdmissionPlace) => Admission | undefined);
}

/** Looks at one resource. */
export interface ResourceRule extends RuleText {
  readonly kind: "resource";
  /**
   * What is wrong with the resource, one sentence each; none if nothing is.
   *
   * @throws Undecidable from `read`, where the rule meets an unknown value.
   */
  check(resource: PolicyResource, context: PolicyContext): string[];
}

/** Looks at a whole stack: at what has to exist, or at what belongs together. */
export interface StackRule extends RuleText {
  readonly kind: "stack";
  /**
   * True if it looks at what Helm charts make: then it is applied in the engine and by
   * `npm run policy -- --charts` alone. @default false
   */
  readonly needsCharts?: boolean;
  /**
   * What is wrong with the stack, each with the name of the resource that it is about, if there is
   * one.
   *
   * @throws Undecidable from `read`, where the rule meets an unknown value.
   */
  check(resources: readonly PolicyResource[], context: PolicyContext): StackProblem[];
}

export interface StackProblem {
  /** Logical name of the resource. */
  readonly resource?: string;
  readonly problem: string;
}

export type Rule = ResourceRule | StackRule;

/** Stands where a value is unknown until something is deployed. */
export const UNKNOWN: unique symbol = Symbol("unknown until deployed");

/** Thrown where a rule needs a value that only a deployment can tell. */
export class Undecidable extends Error {
  constructor(readonly path: string) {
    super(`${path} is unknown until deployed`);
    this.name = "Undecidable";
  }
}

/**
 * The value at a path below a resource's properties, `undefined` if it is not there.
 *
 * @throws Undecidable if it is unknown, or part of something unknown.
 */
export function read(resource: PolicyResource, ...path: readonly string[]): unknown {
  let value: unknown = resource.props;
  for (const [index, step] of path.entries()) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[step];
    if (value === UNKNOWN) throw new Undecidable(path.slice(0, index + 1).join("."));
  }
  return value;
}
