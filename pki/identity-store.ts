import type { RegionIdentity } from "./identity";
import { type IdentitySettings, settingsOf } from "./identity-settings";

/** What is to be set in one region's stack; other settings stay as they are. */
export interface RegionChange {
  readonly region: string;
  readonly settings: IdentitySettings;
}

/** Where regions keep their identities: the configuration of their stacks. */
export interface IdentityStore {
  /**
   * What a region has, keys decrypted.
   *
   * @throws OperatorError if there is no such stack, or if its secrets cannot be decrypted.
   */
  read(region: string): Promise<IdentitySettings>;

  /**
   * Sets all of `changes`, or none of them.
   *
   * @throws OperatorError if a stack cannot take its part; then no stack has changed.
   */
  write(changes: readonly RegionChange[]): Promise<void>;
}

/** Gives a region its identity, whatever it had before. */
export const writeIdentity = (
  store: IdentityStore,
  region: string,
  identity: RegionIdentity,
): Promise<void> => store.write([{ region, settings: settingsOf(identity) }]);
