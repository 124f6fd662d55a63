import { SECONDS_PER_INTENT } from "../../config/derived";
import type { PolicyResource } from "../rule";
import { Field } from "./field";
import { isKind } from "./object";

/** How the processors of a region are told the most intents in flight. */
const MOST_IN_FLIGHT = "MAX_CONCURRENT_INTENTS";

/** Intents in flight that a stack's settings allow; `undefined` if none of these says so. */
export function intentsAllowed(resource: PolicyResource): number | undefined {
  if (!isKind(resource, "", "ConfigMap")) return undefined;
  const { text } = Field.of(resource).at("data", MOST_IN_FLIGHT);
  return text === undefined ? undefined : Number(text);
}

/** The same for a whole stack, in intents per minute. */
export function intentsPerMinute(resources: readonly PolicyResource[]): number | undefined {
  const [allowed] = resources.flatMap((one) => intentsAllowed(one) ?? []);
  return allowed === undefined ? undefined : (allowed * 60) / SECONDS_PER_INTENT;
}
