import { dirname } from "node:path/posix";
import type * as k8s from "@pulumi/kubernetes";
import type { ProgramConfig } from "../../../config/program-config";
import { CONFIGURATION_FILE } from "../../../services/traffic-controller/configuration/file";
import { roles } from "../../../state/roles";
import { clientCertificatesIfIssued } from "../../cockroachdb/nodes/certificates-volume";
import type { Labels } from "../../labels";
import { image } from "../../regional-data-plane/image";
import { settingsChecksum } from "../../workload/checksum";
import { fromPod } from "../../workload/hardened-container";
import { hardenedPod } from "../../workload/hardened-pod";
import { CONTROLLER_PORT, TRAFFIC_CONTROLLER } from "./names";

export interface ControllerPodArgs extends Pick<ProgramConfig, "release"> {
  readonly labels: Labels;
  readonly selector: Labels;
  /** The files of its ConfigMap, by name; a change rolls the pods. */
  readonly files: Readonly<Record<string, string>>;
}

/** Seconds to finish a write and to hand over the lease; the process takes ten. */
const TERMINATION_GRACE_SECONDS = 20;

/** One replica of the controller. */
export function controllerPod({
  release,
  labels,
  selector,
  files,
}: ControllerPodArgs): k8s.types.input.core.v1.PodTemplateSpec {
  // Where failovers are written down can be missing; whom requests are sent to has to be decided.
  const certificates = clientCertificatesIfIssued(roles.traffic);
  return hardenedPod({
    selector,
    labels,
    annotations: { "nephoran.io/settings-checksum": settingsChecksum(files) },
    usesKubeApi: true,
    serviceAccountName: TRAFFIC_CONTROLLER,
    terminationGracePeriodSeconds: TERMINATION_GRACE_SECONDS,
    container: {
      name: TRAFFIC_CONTROLLER,
      image: image(release, TRAFFIC_CONTROLLER),
      ports: [{ name: "http", containerPort: CONTROLLER_PORT }],
      env: [
        fromPod("POD_NAME", "metadata.name"),
        { name: "HTTP_PORT", value: String(CONTROLLER_PORT) },
        { name: "CONFIG_FILE", value: CONFIGURATION_FILE },
      ],
      requests: { cpu: "100m", memory: "96Mi", "ephemeral-storage": "32Mi" },
      limits: { cpu: "1", memory: "256Mi", "ephemeral-storage": "128Mi" },
      probes: { livenessPath: "/healthz", readinessPath: "/readyz" },
      volumeMounts: [
        { name: "configuration", mountPath: dirname(CONFIGURATION_FILE), readOnly: true },
        certificates.mount,
      ],
    },
    volumes: [
      { name: "configuration", configMap: { name: TRAFFIC_CONTROLLER } },
      certificates.volume,
    ],
  });
}
