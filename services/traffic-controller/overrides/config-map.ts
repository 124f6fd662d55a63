/** Where every cluster keeps the overrides that its traffic controller follows. */
export const overridesConfigMap = {
  namespace: "nephoran-global",
  name: "traffic-overrides",
  /** The key of `data` that holds the list, as JSON. */
  key: "overrides.json",
} as const;
