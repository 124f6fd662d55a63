import type { Authority, AuthorityCa } from "./authority";
import type { HeldIdentity } from "./held-certificates";
import type { IdentityStore, RegionChange } from "./identity-store";
import type { NamedRegion } from "./issue";
import { rotatedMeshCa, type RotationResult, rotationStep, type RotationStep } from "./rotation";

export interface RotateOptions {
  readonly now: Date;
  /** True: nothing is written. */
  readonly dryRun: boolean;
}

/** Keeps an authority for the next command. */
export type SaveAuthority = (authority: Authority) => Promise<void>;

/**
 * Gives regions new mesh CAs under the root that signs now: all, or none.
 *
 * @throws OperatorError if a stack cannot be read or written, or has no mesh CA of this authority.
 */
export async function rotateRegions(
  authority: Authority,
  regions: readonly NamedRegion[],
  store: IdentityStore,
  { dryRun, ...options }: RotateOptions & { readonly meshCaDays?: number },
): Promise<RegionChange[]> {
  const changes: RegionChange[] = [];
  for (const present of await readAll(regions, store)) {
    changes.push(await rotatedMeshCa(authority, present, options));
  }
  if (!dryRun) await store.write(changes);
  return changes;
}

/**
 * Takes one step of the replacement of a CA, in every region. A new key is kept before anybody is
 * told to believe it, and an old one until nobody has to: after an interruption the same step goes on.
 *
 * @throws OperatorError if a stack cannot be read or written, or if it is not this step's turn.
 */
export async function rotateCa(
  step: RotationStep,
  which: AuthorityCa,
  authority: Authority,
  regions: readonly NamedRegion[],
  store: IdentityStore,
  { now, dryRun, save }: RotateOptions & { readonly save: SaveAuthority },
): Promise<RotationResult> {
  const present = await readAll(regions, store);
  const result = await rotationStep(step, which, authority, present, now);
  if (dryRun) return result;
  if (step !== "finish") await save(result.authority);
  if (result.changes.length > 0) await store.write(result.changes);
  if (step === "finish") await save(result.authority);
  return result;
}

async function readAll(
  regions: readonly NamedRegion[],
  store: IdentityStore,
): Promise<HeldIdentity[]> {
  const present: HeldIdentity[] = [];
  for (const { region, hosts } of regions) {
    present.push({ region, hosts, settings: await store.read(region) });
  }
  return present;
}
