import { GATEWAY, gatewayPorts, gatewaySelector } from "../istio-mesh/names";
import { meshNamespaces, namespaces } from "../region-base/namespaces";
import { type Connection, connectionEnds } from "../workload/connection";
import type { PodPeer } from "../workload/network-allow";
import { selectorOf } from "../workload/workload";
import { FRONT } from "./names";
import { WEAVIATE, WEAVIATE_PORTS } from "./weaviate/client";

/** Port of every Nephoran workload of the data plane, HTTP. */
export const HTTP_PORT = 8080;

/** The workloads of the data plane, by the names that operators use. */
export const dataPlane = {
  /** Takes requests from inside of the region. */
  front: FRONT,
  /** Does the work. */
  processor: "llm-processor-regional",
  /** The region's own model. */
  inference: "llm-inference",
  /** Orders the backups of the vector store. */
  backup: "weaviate-backup",
  /** Trains models. */
  training: "ml-training",
} as const;

const http = [{ port: HTTP_PORT }];
const store = Object.values(WEAVIATE_PORTS).map((port) => ({ port }));

/** Who talks to whom. */
export const connections = {
  enter: {
    from: dataPlane.front,
    to: GATEWAY,
    ports: [{ port: gatewayPorts.internal }, { port: gatewayPorts.https }],
    reason:
      "The front hands on the intents that it takes inside the region, and asks for its own region " +
      "by the public name.",
  },
  handOn: {
    from: GATEWAY,
    to: dataPlane.processor,
    ports: http,
    reason: "Requests that gateways hand on are processed.",
  },
  askModel: {
    from: dataPlane.processor,
    to: dataPlane.inference,
    ports: http,
    reason: "Intents are understood by the region's own model.",
  },
  askStore: {
    from: dataPlane.processor,
    to: WEAVIATE,
    ports: store,
    reason: "Intents are understood with the knowledge in the vector store.",
  },
  orderBackup: {
    from: dataPlane.backup,
    to: WEAVIATE,
    ports: store,
    reason: "The backup is ordered, and its progress asked for.",
  },
  train: {
    from: dataPlane.training,
    to: WEAVIATE,
    ports: store,
    reason: "A training reads the knowledge that intents are answered with.",
  },
} as const satisfies Record<string, Connection>;

const podsOf = (workload: string): PodPeer =>
  workload === GATEWAY
    ? { namespace: meshNamespaces.ingress, selector: gatewaySelector }
    : { namespace: namespaces.system, selector: selectorOf(workload) };

/** Both ends of a connection of nephoran-system, of which one may be the region's gateway. */
export const { egressTo, ingressFrom } = connectionEnds(podsOf);
