import type { PodPeer } from "../workload/network-allow";
import { meshNamespaces } from "./namespaces";

/** The mesh's control plane, as Istio's chart labels its pods. */
export const istiodPods: PodPeer = {
  namespace: meshNamespaces.istio,
  selector: { app: "istiod" },
};

/** Ports of istiod, TCP. */
export const ISTIOD_PORTS = {
  /** Identities and configuration, for every proxy of the mesh. */
  proxies: 15012,
  /** Admission webhooks, for the API server. */
  webhooks: 15017,
} as const;

/** Why every proxy has to reach istiod, as both ends of the connection say it. */
export const WHY_PROXIES_ASK = "Every proxy has its identity and its configuration from istiod.";
