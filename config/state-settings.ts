import { z } from "zod";
import { bucket, host } from "./outside-services";
import { cores, cronSchedule, imageTag, objectName, storageQuantity } from "./quantities";
import { secretSetting } from "./secret-text";

/** The region's nodes of the state store. */
export const cockroachdb = z
  .strictObject({
    mode: z
      .enum(["install", "existing"])
      .default("install")
      .describe(
        "install, or existing where a cluster with this topology's localities runs already",
      ),
    host: host
      .optional()
      .describe("where an existing cluster takes SQL on port 26257; required with existing"),
    version: imageTag.default("v25.4.2").describe("an image tag of CockroachDB, such as v25.4.2"),
    storageSize: storageQuantity
      .default("100Gi")
      .describe("storage of each node with a binary suffix, such as 100Gi"),
    storageClass: objectName.optional().describe("a StorageClass; left out: the cluster's default"),
    cpu: cores.default(4).describe("whole cores that each node may use, from 1"),
    memory: storageQuantity
      .default("16Gi")
      .describe("memory that each node may use, with a binary suffix, such as 16Gi"),
  })
  .prefault({})
  .describe("mode, host, version, storage and size of the region's nodes of CockroachDB");

/** Where the databases that the region answers for are backed up. */
export const cockroachdbBackup = bucket
  .extend({
    full: cronSchedule.default("30 1 * * *"),
    incremental: cronSchedule.default("*/30 * * * *"),
  })
  .describe("where and when the region's databases are backed up");

/** The licence of CockroachDB; it is one for the whole cluster. */
export const cockroachdbLicense = secretSetting(
  "cockroachdbLicense",
  "CockroachDB throttles SQL once its grace period of seven days has ended",
);

/** What carries state between the region and the state store. */
export const stateSynchronizer = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .describe("true or false; left out: false, its image is not part of this release"),
  })
  .prefault({})
  .describe("enabled: whether the state synchronizer runs");
