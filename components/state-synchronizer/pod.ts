import type * as k8s from "@pulumi/kubernetes";
import { zoneDatabase } from "../../config/derived";
import type { ProgramConfig } from "../../config/program-config";
import { GLOBAL_DATABASE } from "../../state/databases";
import { roles, zoneSyncUser } from "../../state/roles";
import { CERTIFICATES_DIRECTORY } from "../cockroachdb/names";
import { clientCertificates } from "../cockroachdb/nodes/certificates-volume";
import type { Labels } from "../labels";
import { namespaces } from "../region-base/namespaces";
import { image } from "../regional-data-plane/image";
import { METRICS_PORTS } from "../monitoring/scraped";
import type { HttpProbes } from "../workload/hardened-container";
import { hardenedPod } from "../workload/hardened-pod";
import { STATE_SYNCHRONIZER } from "./names";

export interface SynchronizerPodArgs extends Pick<ProgramConfig, "region" | "release"> {
  /** Where SQL is found in the region. */
  readonly sql: { readonly host: string; readonly port: number };
  readonly labels: Labels;
  /** Selects the pod; `app` is {@link STATE_SYNCHRONIZER}. */
  readonly selector: Labels;
  /** `watch` goes on for ever, `once` carries over everything and ends. */
  readonly mode: "watch" | "once";
}

const PROBES: HttpProbes = { livenessPath: "/healthz", readinessPath: "/readyz" };

/** One run of the synchronizer; both kinds differ in when they end, and in nothing else. */
export function synchronizerPod({
  region,
  release,
  sql,
  labels,
  selector,
  mode,
}: SynchronizerPodArgs): k8s.types.input.core.v1.PodTemplateSpec {
  const { residencyZone: zone } = region;
  const certificates = clientCertificates(
    roles.sync,
    ...(zone === undefined ? [] : [zoneSyncUser(zone)]),
  );
  const settings = {
    MODE: mode,
    REGION: region.name,
    INTENTS_NAMESPACE: namespaces.system,
    SQL_HOST: sql.host,
    SQL_PORT: String(sql.port),
    SQL_CERTS_DIR: CERTIFICATES_DIRECTORY,
    SQL_USER: roles.sync,
    SQL_DATABASE: GLOBAL_DATABASE,
    ...(zone !== undefined && {
      RESIDENCY_ZONE: zone,
      ZONE_SQL_USER: zoneSyncUser(zone),
      ZONE_SQL_DATABASE: zoneDatabase(zone),
    }),
  };
  return hardenedPod({
    selector,
    labels,
    annotations: {},
    usesKubeApi: true,
    serviceAccountName: STATE_SYNCHRONIZER,
    terminationGracePeriodSeconds: 45,
    ...(mode === "once" && { restartPolicy: "Never" }),
    container: {
      name: STATE_SYNCHRONIZER,
      image: image(release, STATE_SYNCHRONIZER),
      ...(mode === "watch" && {
        ports: [{ name: "http", containerPort: METRICS_PORTS.stateSynchronizer }],
        probes: PROBES,
      }),
      env: Object.entries(settings).map(([name, value]) => ({ name, value })),
      requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "32Mi" },
      limits: { cpu: "1", memory: "512Mi", "ephemeral-storage": "128Mi" },
      volumeMounts: [certificates.mount],
    },
    volumes: [certificates.volume],
  });
}
