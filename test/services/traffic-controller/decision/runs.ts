import fc from "fast-check";

/**
 * How often a property is tried: `usual` times, unless fast-check has been configured for another
 * `numRuns` than its own 100, such as by few-runs.cjs; then as many times more or less often.
 */
export function runs(usual: number): { readonly numRuns: number } {
  const percent = fc.readConfigureGlobal().numRuns ?? 100;
  return { numRuns: Math.max(1, Math.round((usual * percent) / 100)) };
}
