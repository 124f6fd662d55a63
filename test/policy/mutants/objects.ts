import { fullName, nameOf, objectType } from "../../../policy/reading/object";
import type { PolicyResource } from "../../../policy/rule";
import { type Breakable, broken, type Mutant } from "./mutant";

/** A rule's id, and the region whose stack is broken. */
type Place = readonly [rule: string, region: string];

/** True for the object of a kind that is called `name`, or `namespace/name`. */
const isCalled =
  (kind: string, name: string) =>
  (resource: PolicyResource): boolean =>
    objectType(resource)?.kind === kind &&
    name === (name.includes("/") ? fullName(resource) : nameOf(resource));

/** A stack in which one object is changed. */
export const changed = (
  [rule, region]: Place,
  kind: string,
  name: string,
  breakIt: (props: Breakable) => void,
): Mutant => ({
  rule,
  region,
  mutate: (resources) => broken(resources, isCalled(kind, name), breakIt),
});

/** A stack in which one resource is changed that no object is made of, such as a chart. */
export const changedResource = (
  [rule, region]: Place,
  name: string,
  breakIt: (props: Breakable) => void,
): Mutant => ({
  rule,
  region,
  mutate: (resources) => broken(resources, (resource) => resource.name === name, breakIt),
});

/** A stack without one object that it should have. */
export const removed = ([rule, region]: Place, kind: string, name: string): Mutant => ({
  rule,
  region,
  mutate: (resources) => resources.filter((resource) => !isCalled(kind, name)(resource)),
});

/** A stack with one object that it should not have; the type is `group/version:Kind`. */
export const added = (
  [rule, region]: Place,
  type: string,
  name: string,
  props: Readonly<Record<string, unknown>>,
): Mutant => ({
  rule,
  region,
  mutate: (resources) => [...resources, { type: `kubernetes:${type}`, name, props }],
});
