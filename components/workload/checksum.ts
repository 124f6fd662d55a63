import { createHash, createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** Hex digits that a checksum is cut to: enough to tell two settings of one workload apart. */
const LENGTH = 16;

/** Changes when a setting does, whatever the order of the keys. */
export function settingsChecksum(settings: Readonly<Record<string, string>>): string {
  return createHash("sha256").update(canonical(settings)).digest("hex").slice(0, LENGTH);
}

/**
 * Changes when a secret does. It is keyed, so that whoever can read pods, but not the key, cannot
 * try guesses on it; that is why it may be shown.
 *
 * @param key secret of the region that never leaves the engine's state.
 */
export function secretsChecksum(
  key: pulumi.Input<string>,
  secrets: Readonly<Record<string, pulumi.Input<string>>>,
): pulumi.Output<string> {
  const checksum = pulumi
    .all([key, pulumi.all(secrets)])
    .apply(([known, values]) =>
      createHmac("sha256", known).update(canonical(values)).digest("hex").slice(0, LENGTH),
    );
  return pulumi.unsecret(checksum);
}

function canonical(values: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}
