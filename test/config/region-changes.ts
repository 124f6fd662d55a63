import { isDeepStrictEqual } from "node:util";
import type { Capture, CapturedResource } from "../../render/capture";
import { inClear } from "../components/registrations";

/**
 * Every difference between two captures of a region, secrets included, sorted:
 * - `KIND NAME: PATH`: a value of a resource that is new, gone or another one.
 * - `KIND NAME: added`, `KIND NAME: removed`: a whole resource.
 * - `output: PATH`: a value of what the stack tells others.
 *
 * Objects outside of nephoran-system are `KIND NAMESPACE/NAME`. Names are without their digests.
 */
export function changes(before: Capture, after: Capture): string[] {
  const [old, now] = [byName(before.resources), byName(after.resources)];
  const names = new Set([...old.keys(), ...now.keys()]);
  const resources = [...names].flatMap((name) => {
    if (!old.has(name)) return [`${name}: added`];
    if (!now.has(name)) return [`${name}: removed`];
    return differences(old.get(name), now.get(name)).map((path) => `${name}: ${path}`);
  });
  const outputs = differences(before.outputs, after.outputs).map((path) => `output: ${path}`);
  return [...resources, ...outputs].sort();
}

/** Paths of the smallest parts in which two values differ; what only one of them has is named whole. */
export function differences(before: unknown, after: unknown, path = ""): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) =>
      differences(before[index], after[index], `${path}[${index}]`),
    ).flat();
  }
  if (!isRecord(before) || !isRecord(after)) return [path];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) =>
    differences(before[key], after[key], path === "" ? key : `${path}.${key}`),
  );
}

function byName(resources: readonly CapturedResource[]): ReadonlyMap<string, unknown> {
  const named = resources
    .filter(({ custom, type }) => custom || type === CHART)
    .map((resource) => [nameOf(resource), inClear(resource.inputs)] as const);
  const map = new Map(named);
  if (map.size < named.length) throw new Error("Two resources of a region have one name.");
  return map;
}

/** `KIND NAME` of a resource, with the namespace before the name where it is not nephoran-system. */
export function nameOf({
  type,
  name,
  inputs,
}: Pick<CapturedResource, "type" | "name" | "inputs">): string {
  if (type.startsWith("pulumi:providers:")) return `Provider ${name}`;
  const kind = type.slice(type.lastIndexOf(":") + 1);
  const metadata = inputs["metadata"] as { name: string; namespace?: string } | undefined;
  if (metadata === undefined) return `${kind} ${name}`;
  const { namespace = HOME } = metadata;
  const named = metadata.name.replace(DIGEST, "");
  return namespace === HOME ? `${kind} ${named}` : `${kind} ${namespace}/${named}`;
}

const HOME = "nephoran-system";

/** Ends the name of what is made anew when its content changes. */
const DIGEST = /-[0-9a-f]{10}$/;

/** What becomes objects only in the engine, so that its values are looked at instead. */
const CHART = "kubernetes:helm.sh/v4:Chart";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
