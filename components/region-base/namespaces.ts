/** The two namespaces of every region. */
export const namespaces = {
  /** The data plane: what takes and processes intents. */
  system: "nephoran-system",
  /** What joins the region to the others: state, traffic control, monitoring. */
  global: "nephoran-global",
} as const;

export type NephoranNamespace = (typeof namespaces)[keyof typeof namespaces];
