import type { Violation } from "./evaluate";
import type { PolicyException } from "./pack-config";
import type { PolicyContext, PolicyResource } from "./rule";

/** A violation, with the exception that allows it or that has expired. */
export interface Finding extends Violation {
  readonly exception?: PolicyException;
  /** True if an exception allows it. */
  readonly isExcepted: boolean;
}

/** Holds a violation against the exceptions of the configuration. */
export function findingOf(violation: Violation, context: PolicyContext): Finding {
  const named = context.config.exceptions.filter((one) => isFor(one, violation, context));
  const valid = named.find((one) => !hasExpired(one, context.now));
  const exception = valid ?? named[0];
  return {
    ...violation,
    isExcepted: valid !== undefined,
    ...(exception !== undefined && { exception }),
  };
}

/** Exceptions that allow nothing: what they were for is gone, or was never there. */
export const unusedExceptions = (
  exceptions: readonly PolicyException[],
  findings: readonly Finding[],
): PolicyException[] =>
  exceptions.filter((one) => !findings.some(({ exception }) => exception === one));

function isFor(
  { rule, resource, region }: PolicyException,
  violation: Violation,
  context: PolicyContext,
): boolean {
  if (rule !== violation.rule.id) return false;
  if (region !== undefined && region !== context.region.name) return false;
  return namesOf(violation.resource, context).includes(resource);
}

/** What an exception may call a resource; a stack as a whole is called by its region. */
function namesOf(resource: PolicyResource | undefined, { region }: PolicyContext): string[] {
  if (resource === undefined) return [region.name];
  const metadata = resource.props["metadata"];
  if (typeof metadata !== "object" || metadata === null) return [resource.name];
  const { namespace, name } = metadata as { namespace?: unknown; name?: unknown };
  if (typeof name !== "string") return [resource.name];
  return [resource.name, typeof namespace === "string" ? `${namespace}/${name}` : name];
}

/** It counts to the end of its last day, in UTC. */
const hasExpired = ({ expires }: PolicyException, now: Date): boolean =>
  now.toISOString().slice(0, "YYYY-MM-DD".length) > expires;

/** Why a violation is let through, or why it is not any more; nothing without an exception. */
export function describeException({ exception, isExcepted }: Finding): string {
  if (exception === undefined) return "";
  const { approvedBy, expires, reason } = exception;
  return isExcepted
    ? `Excepted by ${approvedBy} until ${expires}: ${reason}`
    : `The exception of ${approvedBy} has expired on ${expires}.`;
}
