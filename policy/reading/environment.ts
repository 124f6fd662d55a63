import type { PolicyResource } from "../rule";
import { Field } from "./field";
import { isKind } from "./object";
import { podOf } from "./pods";

/** What a process finds in its environment: a name, and where its value stands. */
export interface Variable {
  readonly name: string;
  readonly value: Field;
}

/**
 * Everything that may become the environment of a process: variables of containers with a value of
 * their own, and what a ConfigMap holds.
 */
export function variablesIn(resource: PolicyResource): Variable[] {
  if (isKind(resource, "", "ConfigMap")) {
    return Field.of(resource)
      .at("data")
      .entries.map(([name, value]) => ({ name, value }));
  }
  return (podOf(resource)?.containers ?? []).flatMap(({ field }) =>
    field.at("env").items.map((variable) => ({
      name: variable.at("name").text ?? "",
      value: variable.at("value"),
    })),
  );
}
