import type { PolicyException } from "../pack-config";
import type { Verdict } from "../verdict";

/** What is told of all stacks. */
export interface PolicyReport {
  readonly verdicts: readonly Verdict[];
  /** Exceptions that allow nothing. */
  readonly unused: readonly PolicyException[];
  /** True if what Helm charts make was looked at too. */
  readonly withCharts: boolean;
}

/** Says that an exception can go. */
export const describeUnused = ({ rule, resource, approvedBy }: PolicyException): string =>
  `The exception of ${approvedBy} for ${resource} from ${rule} allows nothing. Remove it.`;
