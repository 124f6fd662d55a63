import { createHash } from "node:crypto";
import { REGION_OUTPUT, REGION_SECRETS_OUTPUT } from "../outputs/schema";
import type { Fingerprint } from "./wiring";

/** The outputs that other stacks read; what a stack knew of its peers is not among them. */
const READ_BY_OTHERS = [REGION_OUTPUT, REGION_SECRETS_OUTPUT];

/** A digest of what other stacks read of a stack, secrets included and in no way to be got back. */
export function fingerprintOf(outputs: Readonly<Record<string, unknown>>): Fingerprint {
  const read = READ_BY_OTHERS.map((name) => outputs[name] ?? null);
  if (read.every((value) => value === null)) return undefined;
  return createHash("sha256").update(canonical(read)).digest("hex");
}

/** JSON whose keys are in order: backends do not promise to keep theirs. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
