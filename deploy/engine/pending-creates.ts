import { rm } from "node:fs/promises";
import { z } from "zod";
import { writeFileAtomically } from "../../sandbox/processes/atomic-file";

const pendingSchema = z.array(
  z.looseObject({ type: z.string(), resource: z.looseObject({ urn: z.string() }) }),
);

const stateSchema = z.looseObject({
  deployment: z
    .looseObject({ pending_operations: pendingSchema.nullish().transform((list) => list ?? []) })
    .nullish(),
});

/** A stack's state without the creations that were under way when its engine died. */
export interface Cleared {
  readonly state: string;
  /** URNs of those creations. */
  readonly urns: readonly string[];
}

/**
 * Takes interrupted creations out of an exported state: every object has a name of its own and is
 * applied, not inserted, so the next run takes over whatever they left. Undefined if there are none.
 */
export function withoutPendingCreates(exported: string): Cleared | undefined {
  const state = stateSchema.parse(JSON.parse(exported));
  const pending = state.deployment?.pending_operations ?? [];
  const creations = pending.filter(({ type }) => type === "creating");
  if (creations.length === 0) return undefined;
  const left = pending.filter(({ type }) => type !== "creating");
  return {
    state: JSON.stringify({
      ...state,
      deployment: { ...state.deployment, pending_operations: left },
    }),
    urns: creations.map(({ resource }) => resource.urn),
  };
}

/** Runs `pulumi ARGS` on the stack and answers what it prints. */
export type RunOnStack = (args: readonly string[]) => Promise<string>;

/**
 * Clears a stack's interrupted creations, secrets encrypted throughout, and answers how many there were.
 *
 * @param file where the state may lie meanwhile.
 */
export async function clearPendingCreates(run: RunOnStack, file: string): Promise<number> {
  const cleared = withoutPendingCreates(await run(["stack", "export"]));
  if (cleared === undefined) return 0;
  try {
    await writeFileAtomically(file, cleared.state);
    await run(["stack", "import", "--file", file]);
  } finally {
    await rm(file, { force: true });
  }
  return cleared.urns.length;
}
