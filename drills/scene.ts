import type { SandboxLayout } from "../sandbox/layout";
import type { Toolchain } from "../sandbox/toolchain/toolchain";

/** Where something is broken: a sandbox at the live depth, and the parts that its regions play. */
export interface Scene {
  readonly layout: SandboxLayout;
  readonly toolchain: Toolchain;
  /** The region that fails. */
  readonly victim: string;
  /** The region that it does not hear, or that does not hear it, where a link fails. */
  readonly other: string;
  /** All regions that run, these two among them. */
  readonly regions: readonly string[];
}
