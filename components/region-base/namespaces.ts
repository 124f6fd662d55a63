/** The two namespaces of every region. */
export const namespaces = {
  /** The data plane: what takes and processes intents. */
  system: "nephoran-system",
  /** What joins the region to the others: state, traffic control, monitoring. */
  global: "nephoran-global",
} as const;

/** The namespaces of the mesh: its control plane, and the gateways between it and the world. */
export const meshNamespaces = { istio: "istio-system", ingress: "nephoran-ingress" } as const;

export type NephoranNamespace = (typeof namespaces)[keyof typeof namespaces];

/** Namespaces whose pods are part of the mesh: they have a sidecar, or are its gateways. */
export const namespacesInMesh = [
  namespaces.system,
  namespaces.global,
  meshNamespaces.ingress,
] as const;
