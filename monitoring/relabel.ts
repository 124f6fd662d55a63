/** A step of Prometheus' relabelling, as far as it is used here. */
export type RelabelConfig =
  | { readonly action: "keep"; readonly source_labels: readonly string[]; readonly regex: string }
  | { readonly action: "labelkeep"; readonly regex: string }
  | {
      readonly action: "replace";
      readonly source_labels: readonly string[];
      readonly target_label: string;
      /** What the label becomes; `$1` is all of what it is made from. @default all of it */
      readonly replacement?: string;
    };

/**
 * Leaves out whatever has another value in a label.
 *
 * @param patterns regular expressions; Prometheus holds them against the whole value.
 */
export const keepOnly = (label: string, patterns: readonly string[]): RelabelConfig => ({
  action: "keep",
  source_labels: [label],
  regex: patterns.join("|"),
});
