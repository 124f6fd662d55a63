import type { PackConfig } from "../../../policy/pack-config";
import type { PolicyResource } from "../../../policy/rule";

/** One thing that is broken in one of the project's own stacks. */
export interface Mutant {
  /** Id of the rule that has to catch it. */
  readonly rule: string;
  /** Region whose stack is broken. */
  readonly region: string;
  /** What the team has configured. @default nothing */
  readonly config?: Partial<PackConfig>;
  /** The stack with exactly one thing broken; it must not change what it is given. */
  mutate(resources: readonly PolicyResource[]): readonly PolicyResource[];
}

/** Properties that a mutant may write to. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what is broken has no type to keep
export type Breakable = Record<string, any>;

/**
 * A stack in which one resource is broken.
 *
 * @throws Error unless exactly one resource is meant.
 */
export function broken(
  resources: readonly PolicyResource[],
  isMeant: (resource: PolicyResource) => boolean,
  breakIt: (props: Breakable) => void,
): PolicyResource[] {
  const meant = resources.filter(isMeant);
  if (meant.length !== 1) {
    throw new Error(
      `${meant.length} resources are meant: ${meant.map(({ name }) => name).join(", ")}.`,
    );
  }
  return resources.map((resource) => {
    if (!isMeant(resource)) return resource;
    const props = copied(resource.props) as Breakable;
    breakIt(props);
    return { ...resource, props };
  });
}

/** A deep copy, in which what is unknown stays so. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copied(item)]));
}
