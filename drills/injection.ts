/** Something that can be broken, and put right again. */
export interface Injection {
  /** Breaks it. Resolves once all of it is broken. */
  readonly begin: () => Promise<void>;
  /**
   * Puts it right, whether `begin` has ended, failed half-way or was never called, and again if it has
   * been called before. Resolves once what it starts has been started: the region may be ready later.
   */
  readonly end: () => Promise<void>;
}
