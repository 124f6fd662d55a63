import type { ProgramConfig } from "../../../config/program-config";
import { namespaces } from "../../region-base/namespaces";
import { METRICS_PORTS, scraped } from "../../monitoring/scraped";
import { bucketAllows } from "../../workload/bucket-allows";
import type { Connection } from "../../workload/connection";
import type { AllowedPort, NetworkAllow } from "../../workload/network-allow";
import { selectorOf } from "../../workload/workload";
import { ingressFrom } from "../connections";
import { WEAVIATE } from "./client";
import { PEER_PORTS } from "./server-settings";

/** Every connection of the vector store's replicas. */
export function serverAllows({
  callers,
  weaviate: { backup },
}: {
  readonly callers: readonly Connection[];
  readonly weaviate: ProgramConfig["weaviate"];
}): NetworkAllow[] {
  return [
    scraped(WEAVIATE, METRICS_PORTS.weaviate),
    ...callers.map(ingressFrom),
    ...(["ingress", "egress"] as const).map((direction) => ({
      name: direction === "ingress" ? "from-peers" : "to-peers",
      direction,
      peer: { namespace: namespaces.system, selector: selectorOf(WEAVIATE) },
      ports: peerPorts(),
      reason: "Replicas elect a leader and copy data among themselves.",
    })),
    ...(backup
      ? bucketAllows(backup, {
          bucket: "Each replica writes its part of a backup to the region's own bucket.",
          credentials: "Each replica asks the cloud for its right to the bucket.",
        })
      : []),
  ];
}

/** Gossip speaks both protocols, everything else TCP alone. */
function peerPorts(): AllowedPort[] {
  return [
    ...Object.values(PEER_PORTS).map((port) => ({ port })),
    { port: PEER_PORTS.gossip, protocol: "UDP" },
  ];
}
