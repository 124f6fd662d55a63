import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Cidrs } from "../../config/program-config";
import type { Region } from "../../config/topology";
import { regionLabels } from "../labels";
import { typeTokens } from "../type-tokens";
import type { NetworkAllow } from "../workload/network-allow";
import type { Placement } from "../workload/workload";

export interface EdgeArgs {
  readonly region: Region;
  /** Networks of the O-RAN functions that the region reaches without going through another. */
  readonly localBreakoutCidrs: Cidrs;
}

/** A1 to the near-real-time RIC: https://docs.o-ran-sc.org, HTTPS. */
const A1_PORT = 443;

/** O1, NETCONF over TLS: https://www.rfc-editor.org/rfc/rfc7589 */
const O1_PORT = 6513;

/** Before everything of the region that has no class, behind the cluster's own. */
const PRIORITY = 1_000_000;

/**
 * What a region at the O-RAN edge has besides: its processors run on the edge's own nodes, go before
 * others there, and reach the radio network directly.
 */
export class Edge extends pulumi.ComponentResource {
  /** For whatever answers subscribers. */
  readonly placement: Placement;
  /** For whatever carries out intents. */
  readonly localBreakout: NetworkAllow;

  constructor(name: string, args: EdgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.Edge, name, {}, opts);
    const priorityClassName = "nephoran-low-latency";

    new k8s.scheduling.v1.PriorityClass(
      `${name}-${priorityClassName}`,
      {
        metadata: { name: priorityClassName, labels: { ...regionLabels(args.region) } },
        value: PRIORITY,
        // First in the queue is enough: a store that makes room would lose its majority.
        preemptionPolicy: "Never",
        description: "Answers subscribers at the edge; scheduled before what can wait.",
      },
      { parent: this },
    );

    this.placement = { nodePool: "edge", priorityClassName };
    this.localBreakout = {
      name: "to-o-ran",
      direction: "egress",
      peer: { cidrs: args.localBreakoutCidrs },
      ports: [{ port: A1_PORT }, { port: O1_PORT }],
      reason: "Local breakout: A1 and O1 to the O-RAN functions at this edge.",
    };
    this.registerOutputs({ priorityClassName });
  }
}
