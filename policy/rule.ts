import type { Region, Topology } from "../config/topology";

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
}

/** One rule, told so that the person whose pull request it stops knows what to do. */
export interface Rule {
  /** `family-name`, stable: exceptions and reports refer to it. */
  readonly id: string;
  readonly title: string;
  /** What goes wrong without the rule. */
  readonly why: string;
  /** What to change when it is violated. */
  readonly fix: string;
  /** `mandatory` stops a deployment, `advisory` only tells. */
  readonly level: "mandatory" | "advisory";
  /**
   * What is wrong with the resource, one sentence each; none if nothing is.
   *
   * @throws Undecidable from `read`, where the rule meets an unknown value.
   */
  check(resource: PolicyResource, context: PolicyContext): string[];
}

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
