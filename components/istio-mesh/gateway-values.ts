import type { Labels } from "../labels";
import type { ChartValue } from "./chart";

/** How a gateway of the mesh runs. */
export interface GatewayDeployment {
  /** Labels of its pods that select them; the chart adds `istio`. */
  readonly selector: Labels;
  readonly replicas: { readonly minimum: number; readonly maximum: number };
  /** Network whose gateway it is for discovered services; absent: for the traffic path. */
  readonly network?: string;
}

/** Seconds that a gateway which stops goes on taking requests: load balancers learn of it late. */
const DRAIN_SECONDS = 30;

/**
 * For the pods of a gateway: spread over zones, stopped without losing what they hold, fit for Pod
 * Security `restricted`. Their Service is made by the program, which needs its addresses.
 */
export const gatewayValues = ({
  selector,
  replicas,
  network,
}: GatewayDeployment): Readonly<Record<string, ChartValue>> => ({
  service: { type: "None" },
  labels: { ...selector },
  autoscaling: {
    enabled: true,
    minReplicas: replicas.minimum,
    maxReplicas: replicas.maximum,
    targetCPUUtilizationPercentage: 60,
  },
  podDisruptionBudget: { maxUnavailable: 1 },
  strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
  // It ends with its last connection, and may take as long again for what is still being answered.
  terminationGracePeriodSeconds: 2 * DRAIN_SECONDS,
  env: {
    EXIT_ON_ZERO_ACTIVE_CONNECTIONS: "true",
    MINIMUM_DRAIN_DURATION: `${DRAIN_SECONDS}s`,
  },
  securityContext: {
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
    // Safe by the Pod Security Standards; listeners are on the ports that the world knows.
    sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }],
  },
  resources: {
    requests: { cpu: "250m", memory: "256Mi", "ephemeral-storage": "64Mi" },
    limits: { cpu: "2", memory: "1Gi", "ephemeral-storage": "256Mi" },
  },
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: "topology.kubernetes.io/zone",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: { ...selector } },
    },
  ],
  ...(network !== undefined && { networkGateway: network }),
});
