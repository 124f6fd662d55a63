import { z } from "zod";

/** Text alone: YAML makes the number 1.1 of a tag 1.10 without quotes. */
export const imageTag = z.string().regex(/^[\w][\w.-]{0,127}$/);

/** What Kubernetes takes as an amount of storage or memory; without a suffix it would be bytes. */
export const storageQuantity = z.string().regex(/^[1-9]\d*(Ki|Mi|Gi|Ti|Pi)$/);

/** When something is done, as Kubernetes and CockroachDB take it. */
export const cronSchedule = z
  .string()
  .regex(/^([\d*,/-]+ ){4}[\d*,/-]+$/)
  .describe("a cron schedule of five fields, UTC");

/** Whole cores of a CPU. */
export const cores = z.int().min(1).max(256);

/** The name of an object of Kubernetes. */
export const objectName = z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/);
