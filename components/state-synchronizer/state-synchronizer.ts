import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import { egressToSql } from "../cockroachdb/allows";
import type { CockroachDb } from "../cockroachdb/cockroachdb";
import { regionLabels, WARNING_ANNOTATION } from "../labels";
import { METRICS_PORTS, scraped } from "../monitoring/scraped";
import { scrapedService } from "../monitoring/scraped-service";
import { namespaces } from "../region-base/namespaces";
import { typeTokens } from "../type-tokens";
import { networkAllows } from "../workload/network-allow";
import { serviceAccount } from "../workload/service-account";
import { selectorOf } from "../workload/workload";
import { workloadAllows } from "../workload/workload-allows";
import { RECONCILIATION, STATE_SYNCHRONIZER } from "./names";
import { synchronizerPod } from "./pod";
import { synchronizerRights } from "./rights";

export interface StateSynchronizerArgs extends Pick<
  ProgramConfig,
  "region" | "release" | "cockroachdb" | "stateSynchronizer"
> {
  readonly stateStore: Pick<CockroachDb, "sqlHost" | "sqlPort">;
}

/** Replicas while it runs: one works, the other stands by. */
const REPLICAS = 2;

/** A full reconciliation that takes longer is given up before the next one is due. */
const DEADLINE_SECONDS = 270;

const OFF =
  "Off: nothing is carried between this region and the state store. The image is not part of this " +
  "release; `nephoran:stateSynchronizer: {enabled: true}` runs one that you have.";

/**
 * What carries state between the region and the state store: within seconds by the Deployment, which
 * watches both, and all of it every five minutes by the CronJob, which relies on nothing seen before.
 */
export class StateSynchronizer extends pulumi.ComponentResource {
  constructor(name: string, args: StateSynchronizerArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.StateSynchronizer, name, {}, opts);
    const { region, release, cockroachdb, stateSynchronizer, stateStore } = args;
    const { enabled } = stateSynchronizer;
    const namespace = namespaces.global;
    const selector = selectorOf(STATE_SYNCHRONIZER);
    const labels = { ...regionLabels(region), "app.kubernetes.io/name": STATE_SYNCHRONIZER };
    const child = { parent: this };
    const annotations = enabled ? {} : { [WARNING_ANNOTATION]: OFF };
    const sql = { host: stateStore.sqlHost, port: stateStore.sqlPort };
    const allowed = { workload: STATE_SYNCHRONIZER, namespace, labels, selector };
    const scrapes = [scraped(STATE_SYNCHRONIZER, METRICS_PORTS.stateSynchronizer)];
    // A budget for the Deployment's pods cannot count those of Jobs.
    const watching = { ...selector, "app.kubernetes.io/component": "watch" };

    const before = [
      serviceAccount(
        `${name}-service-account`,
        { name: STATE_SYNCHRONIZER, namespace, labels, pullSecrets: release.pullSecrets },
        child,
      ),
      ...synchronizerRights(name, labels, child),
      ...networkAllows(
        { ...allowed, allows: [egressToSql(STATE_SYNCHRONIZER, cockroachdb)] },
        child,
      ),
      ...(enabled
        ? workloadAllows({ ...allowed, region: region.name, allows: scrapes }, child)
        : // Nobody may call pods that there are not, and an admission that selects none is reported.
          networkAllows({ ...allowed, allows: scrapes }, child)),
    ];
    new k8s.apps.v1.Deployment(
      `${name}-deployment`,
      {
        metadata: {
          name: STATE_SYNCHRONIZER,
          namespace,
          labels,
          // Without replicas there is nothing to wait for.
          annotations: enabled ? {} : { ...annotations, "pulumi.com/skipAwait": "true" },
        },
        spec: {
          replicas: enabled ? REPLICAS : 0,
          selector: { matchLabels: { ...watching } },
          strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
          template: synchronizerPod({
            ...{ region, release, sql, labels },
            selector: watching,
            mode: "watch",
          }),
        },
      },
      { ...child, dependsOn: before },
    );
    if (enabled) {
      scrapedService(
        `${name}-service`,
        {
          metadata: { name: STATE_SYNCHRONIZER, namespace, labels },
          selector: watching,
          port: METRICS_PORTS.stateSynchronizer,
          targetPort: "http",
        },
        child,
      );
    }
    new k8s.policy.v1.PodDisruptionBudget(
      `${name}-disruption-budget`,
      {
        metadata: { name: STATE_SYNCHRONIZER, namespace, labels },
        spec: { maxUnavailable: 1, selector: { matchLabels: { ...watching } } },
      },
      child,
    );
    new k8s.batch.v1.CronJob(
      `${name}-reconciliation`,
      {
        metadata: {
          name: RECONCILIATION,
          namespace,
          labels: { ...labels, ...selector },
          annotations,
        },
        spec: {
          suspend: !enabled,
          schedule: "*/5 * * * *",
          timeZone: "Etc/UTC",
          concurrencyPolicy: "Forbid",
          // Without it a hundred missed starts would end all further ones.
          startingDeadlineSeconds: 120,
          successfulJobsHistoryLimit: 3,
          failedJobsHistoryLimit: 5,
          jobTemplate: {
            spec: {
              // The next run is the second try.
              backoffLimit: 0,
              activeDeadlineSeconds: DEADLINE_SECONDS,
              template: synchronizerPod({
                ...{ region, release, sql, labels, selector },
                mode: "once",
              }),
            },
          },
        },
      },
      { ...child, dependsOn: before },
    );
    this.registerOutputs({});
  }
}
