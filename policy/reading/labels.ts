type Labels = Readonly<Record<string, string>>;

/** True if labels include all that are asked for. */
export const includesLabels = (labels: Labels, wanted: Labels): boolean =>
  Object.entries(wanted).every(([key, value]) => labels[key] === value);
