import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../../config/program-config";
import type { Cockroachdb } from "../../../config/state-config";
import { regionLabels } from "../../labels";
import { namespaces } from "../../region-base/namespaces";
import { secretsChecksum } from "../../workload/checksum";
import { serviceAccount } from "../../workload/service-account";
import { COCKROACHDB, COCKROACHDB_PORTS, localNodeHost, NODES, podNames, SETUP } from "../names";
import { setUpJob } from "./job";
import { LICENSE_DIRECTORY, LICENSE_FILE, type ScriptJob, type SetUp } from "./plan";

export interface JobsArgs extends Pick<ProgramConfig, "region" | "release"> {
  readonly cockroachdb: Cockroachdb;
  readonly setUp: SetUp;
  /** Host at which clients find SQL. */
  readonly host: string;
  /** Key of the checksum that tells of another licence. */
  readonly checksumKey: pulumi.Input<string>;
  /** What has to be there before the first Job. */
  readonly after: readonly pulumi.Resource[];
}

/** Where a Job finds its files. */
const FILES_DIRECTORY = "/setup";

/**
 * Seconds that each Job may take. The one for regions waits up to ten minutes for those that are
 * deployed and have not joined.
 */
const DEADLINES = { init: 900, ready: 900, script: 1_800 } as const;

/** Name of the Secret with the licence. */
const LICENSE_SECRET = `${COCKROACHDB}-license`;

/** The Jobs of a region, each after the one before it. */
export function setUpJobs(name: string, args: JobsArgs, child: pulumi.CustomResourceOptions): void {
  const { region, release, cockroachdb, setUp } = args;
  const { initialises, waitsForNodes, scripts } = setUp;
  if (!waitsForNodes && scripts.length === 0) return;
  const account = serviceAccount(
    `${name}-setup-service-account`,
    {
      name: SETUP,
      namespace: namespaces.global,
      labels: regionLabels(region),
      pullSecrets: release.pullSecrets,
    },
    child,
  );
  const sql = `${args.host}:${COCKROACHDB_PORTS.sql}`;
  let after: readonly pulumi.Resource[] = [account, ...args.after];
  const then = (job: k8s.batch.v1.Job): void => {
    after = [job];
  };
  const own = (job: "init" | "ready", env: Readonly<Record<string, string>>, host: string) =>
    setUpJob(
      `${name}-${job}`,
      {
        ...{ region, release, cockroachdb, host, env },
        purpose: `${COCKROACHDB}-${job}`,
        job: `${COCKROACHDB}-${job}`,
        command: ["sh", "-c", readFileSync(join(__dirname, `${job}.sh`), "utf8")],
        deadlineSeconds: DEADLINES[job],
      },
      { ...child, dependsOn: [...after] },
    );

  if (initialises) {
    // One and the same node each time: two that are told at once would be two clusters.
    const first = podNames.slice(0, 1).map(localNodeHost).join("");
    then(own("init", {}, `${first}:${COCKROACHDB_PORTS.sql}`));
  }
  if (waitsForNodes) then(own("ready", { REGION: region.name, NODES: String(NODES) }, sql));
  for (const script of scripts) then(scriptJob(name, args, script, sql, after, child));
}

function scriptJob(
  name: string,
  { region, release, cockroachdb, checksumKey }: JobsArgs,
  { purpose, name: job, script, files, license }: ScriptJob,
  host: string,
  after: readonly pulumi.Resource[],
  child: pulumi.CustomResourceOptions,
): k8s.batch.v1.Job {
  const resource = `${name}${purpose.slice(COCKROACHDB.length)}`;
  const labels = { ...regionLabels(region), "app.kubernetes.io/name": purpose };
  const metadata = { namespace: namespaces.global, labels };
  const configMap = new k8s.core.v1.ConfigMap(
    `${resource}-files`,
    { metadata: { ...metadata, name: job }, data: { ...files } },
    child,
  );
  const given = license && { [LICENSE_FILE]: license.asOutput() };
  const secret =
    given &&
    new k8s.core.v1.Secret(
      `${resource}-license`,
      { metadata: { ...metadata, name: LICENSE_SECRET }, stringData: given },
      child,
    );
  return setUpJob(
    resource,
    {
      ...{ region, release, cockroachdb, host, purpose, job },
      command: ["sh", `${FILES_DIRECTORY}/${script}`],
      ...(given && {
        annotations: { "nephoran.io/secrets-checksum": secretsChecksum(checksumKey, given) },
      }),
      files: {
        [FILES_DIRECTORY]: { name: "setup", configMap: { name: job } },
        ...(given && {
          [LICENSE_DIRECTORY]: {
            name: "license",
            secret: { secretName: LICENSE_SECRET, defaultMode: 0o440 },
          },
        }),
      },
      deadlineSeconds: DEADLINES.script,
    },
    { ...child, dependsOn: [configMap, ...(secret ? [secret] : []), ...after] },
  );
}
