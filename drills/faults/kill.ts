import type { Injection } from "../injection";
import { allOf } from "./all-of";

/** What kills regions, and starts them again. */
export interface Killing {
  /** All of a region that dies, at once. */
  readonly kill: (region: string) => Promise<void>;
  /** Starts what does not run of it. */
  readonly restore: (region: string) => Promise<void>;
}

/**
 * Regions die together, and nobody is told. They are started again together; pods take some seconds
 * until they are ready.
 */
export const death = (regions: readonly string[], { kill, restore }: Killing): Injection => ({
  begin: () => allOf(regions.map(kill)),
  end: () => allOf(regions.map(restore)),
});
