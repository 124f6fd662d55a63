import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ApiClient } from "../../sandbox/cluster/api-client";
import { OperatorError } from "../../config/operator-error";

/** Holds, in an object that a drill has changed, what puts it back: by whichever process, a later one too. */
export const BEFORE_ANNOTATION = "drills.nephoran.io/before";

/** A JSON merge patch (RFC 7396) of an object. */
export type MergePatch = Readonly<Record<string, unknown>>;

/** An object at an API server, and what a drill makes of it. */
export interface ChangedObject {
  readonly api: Pick<ApiClient, "get" | "mergeIfUnchanged">;
  /** As in the API's reference. */
  readonly path: string;
  /** What of the object is otherwise, `metadata` not included; undefined if nothing has to be. */
  readonly change: (object: MergePatch) => MergePatch | undefined;
}

const objectSchema = z.looseObject({
  metadata: z.looseObject({
    resourceVersion: z.string(),
    annotations: z.record(z.string(), z.string()).default({}),
    managedFields: z.array(z.unknown()).default([]),
  }),
});

const beforeSchema = z.object({
  patch: z.record(z.string(), z.unknown()),
  managedFields: z.array(z.unknown()),
});

/** Bound of putting an object back, ms: who has to agree to it may still be starting. */
const RESTORE_BOUND_MS = 120_000;
const RETRY_MS = 500;

/** Changes an object, unless it is changed already, and leaves in it what puts it back. */
export async function changeObject({ api, path, change }: ChangedObject): Promise<void> {
  for (;;) {
    const object = objectSchema.parse(await api.get(path));
    const { resourceVersion, annotations, managedFields } = object.metadata;
    if (annotations[BEFORE_ANNOTATION] !== undefined) return;
    const patch = change(object);
    if (patch === undefined) return;
    const before = JSON.stringify({ patch: undoing(object, patch), managedFields });
    const metadata = { resourceVersion, annotations: { [BEFORE_ANNOTATION]: before } };
    if (await api.mergeIfUnchanged(path, { ...patch, metadata })) return;
  }
}

/**
 * Puts an object back exactly, who owns which of its fields included; one that no drill has changed
 * stays as it is.
 *
 * @throws OperatorError if that cannot be done within two minutes, and why.
 */
export async function restoreObject(
  { api, path }: Pick<ChangedObject, "api" | "path">,
  { boundMs = RESTORE_BOUND_MS, retryMs = RETRY_MS } = {},
): Promise<void> {
  const deadline = Date.now() + boundMs;
  for (;;) {
    const refusal = await isRestored({ api, path }).then(
      (is) => (is ? undefined : new Error("somebody else keeps changing it")),
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    if (refusal === undefined) return;
    if (Date.now() > deadline) {
      throw new OperatorError(
        `${path} could not be put back after a drill: ${refusal.message}\n` +
          `Its annotation ${BEFORE_ANNOTATION} says how it was; a further drill puts it back too.`,
        { cause: refusal },
      );
    }
    await sleep(retryMs);
  }
}

/** One try; false if somebody else was first. */
async function isRestored({ api, path }: Pick<ChangedObject, "api" | "path">): Promise<boolean> {
  const { metadata } = objectSchema.parse(await api.get(path));
  const text = metadata.annotations[BEFORE_ANNOTATION];
  if (text === undefined) return true;
  const { patch, managedFields } = beforeSchema.parse(JSON.parse(text));
  const { resourceVersion } = metadata;
  if (!(await api.mergeIfUnchanged(path, { ...patch, metadata: { resourceVersion } })))
    return false;
  // Whoever changes a field owns it from then on, and the engine would not touch it any more. Owners can
  // only be set where nothing else changes.
  const restored = objectSchema.parse(await api.get(path));
  const asBefore = {
    resourceVersion: restored.metadata.resourceVersion,
    annotations: { [BEFORE_ANNOTATION]: null },
    managedFields,
  };
  return await api.mergeIfUnchanged(path, { metadata: asBefore });
}

/** The patch that takes another one back, from an object as it was before that. */
export function undoing(object: MergePatch, patch: MergePatch): MergePatch {
  return Object.fromEntries(
    Object.entries(patch).map(([name, value]) => {
      const before = Object.hasOwn(object, name) ? object[name] : null;
      return [name, isRecord(before) && isRecord(value) ? undoing(before, value) : before];
    }),
  );
}

const isRecord = (value: unknown): value is MergePatch =>
  typeof value === "object" && value !== null && !Array.isArray(value);
