import { z } from "zod";
import { tenants } from "../config/claims";

/** Allows one object to break one rule, for a time. */
const exception = z.strictObject({
  rule: z.string().min(1).describe("a rule's id, such as residency-bound-objects-stay"),
  resource: z
    .string()
    .min(1)
    .describe("the logical name, or the object's namespace/name, of the one that is excepted"),
  region: z
    .string()
    .min(1)
    .optional()
    .describe("the region whose stack it is in; left out: every region"),
  reason: z.string().min(20).describe("why it has to be, in at least 20 characters"),
  approvedBy: z.string().min(1).describe("who answers for it"),
  expires: z.iso.date().describe("the last day on which it counts, as YYYY-MM-DD"),
});

/** A registry, or a part of one, that images may come from: `host`, or `host/path`. */
const registry = z
  .string()
  .regex(/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)?$/)
  .describe(
    "a registry's host, with a path where only a part of it is allowed, such as quay.io/jetstack",
  );

/** What a team may configure; every field has a default. */
export const packConfigSchema = z.strictObject({
  allowedRegistries: z
    .array(registry)
    .min(1)
    .default(["docker.io", "quay.io", "registry.k8s.io"])
    .describe("registries that images may come from"),
  zoneRegistries: z
    .record(z.string(), z.array(registry).min(1))
    .default({})
    .describe("by residency zone: the only registries that images may come from there"),
  zonePlaces: z
    .record(z.string(), z.array(z.string().min(1)).min(1))
    .default({})
    .describe(
      "by residency zone: regions of clouds that count as inside, such as eu-central-1, besides those " +
        "of the topology",
    ),
  zoneHosts: z
    .record(z.string(), z.array(z.string().regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/)).min(1))
    .default({})
    .describe(
      "by residency zone: hosts and networks' names outside of the mesh that may be called",
    ),
  leavingLabels: z
    .array(z.string().min(1))
    .default(["region", "entry", "resource", "state", "replica"])
    .describe("labels of metrics that may leave a residency zone"),
  loadBalancers: z
    .array(z.string().min(1))
    .default(["nephoran-gateway", "eastwest-gateway"])
    .describe("names of the Services that may ask the cloud for a load balancer"),
  monthlyBudgetUsd: z
    .number()
    .positive()
    .optional()
    .describe(
      "what all regions together may cost in a month at full capacity, in USD; left out: no limit",
    ),
  maxCoresPerRegion: z
    .number()
    .positive()
    .optional()
    .describe(
      "CPU cores that all pods of a region may request at their most replicas; left out: no limit",
    ),
  maxGrowth: z
    .number()
    .min(1)
    .default(5)
    .describe("times its least replicas that an autoscaler may grow to"),
  maxVolumeGiB: z.number().positive().default(1024).describe("GiB that one volume may have"),
  costLabels: z
    .array(z.string().min(1))
    .default(["app.kubernetes.io/part-of"])
    .describe("labels that everything which costs something has, for reports"),
  backedUp: z
    .array(z.string().regex(/^[a-z0-9-]+\/[a-z0-9.-]+$/))
    .default([])
    .describe(
      "StatefulSets, as namespace/name, that must have a scheduled backup, such as nephoran-system/weaviate",
    ),
  tenants: tenants.describe("tenants that are bound, beyond those of the topology"),
  exceptions: z
    .array(exception)
    .default([])
    .describe("what may break a rule, each with rule, resource, reason, approvedBy and expires"),
});

/** What a team has configured for the rules. */
export type PackConfig = z.output<typeof packConfigSchema>;

/** Lets one object break one rule until a day. */
export type PolicyException = z.output<typeof exception>;

/** The configuration of a team that has configured nothing. */
export const defaultPackConfig: PackConfig = packConfigSchema.parse({});
