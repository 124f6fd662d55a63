import { z } from "zod";
import { dnsLabel } from "./dns-label";
import { httpsUrl } from "./https-url";
import { cronSchedule } from "./quantities";

/** A network that leaves somebody out: all of the world would be no rule. */
const partOfTheWorld = (notation: RegExp) =>
  z.string().regex(new RegExp(`(?!.*/0$)${notation.source}`));

const network = z
  .union([partOfTheWorld(z.regexes.cidrv4), partOfTheWorld(z.regexes.cidrv6)])
  .describe("a network in CIDR notation that is not all of the world, such as 10.0.0.0/8");

/** Networks that policies open. */
export const cidrs = z
  .array(network)
  .min(1)
  .describe("a list of networks in CIDR notation, such as [10.0.0.0/8]");

/** A host name. */
export const host = z.string().regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/);

/** Where in the world something outside of the cluster keeps what it is given. */
const residencyZone = dnsLabel
  .optional()
  .describe("the residency zone that it is in, as the topology declares it; left out: none");

/** A model that is asked instead of, or besides, the region's own. */
export const llmProvider = z
  .strictObject({
    url: httpsUrl.describe("an https URL on port 443 without user and query, OpenAI-compatible"),
    cidrs,
    residencyZone,
  })
  .describe("url, cidrs and residencyZone of a model outside of the cluster");

/** By what a store proves its right to a bucket, where that is not the bucket's own service. */
const credentials = z
  .strictObject({
    cidrs,
    port: z.int().min(1).max(65_535).default(443).describe("a TCP port"),
  })
  .describe(
    "cidrs and port of whoever hands out the right to the bucket, such as AWS STS, or " +
      "169.254.170.23/32 on port 80 for EKS Pod Identity",
  );

/** A bucket that something of the region is backed up to. */
export const bucket = z.strictObject({
  bucket: z.string().min(3).max(63).describe("name of an S3 bucket"),
  endpoint: host.default("s3.amazonaws.com").describe("host of the S3 API, on port 443"),
  region: z
    .string()
    .min(1)
    .optional()
    .describe("the bucket's region; left out: the name of this region"),
  cidrs,
  credentials: credentials.optional(),
  residencyZone,
  serviceAccountAnnotations: z
    .record(z.string(), z.string().describe("a text"))
    .default({})
    .describe("annotations by which the cloud gives the pods their right to the bucket"),
});

/** The bucket that a region's vector store is backed up to. */
export const weaviateBackup = bucket
  .extend({
    schedule: cronSchedule.default("30 2 * * *"),
  })
  .describe("where and when the vector store is backed up");

/** The region's own provider of tokens. */
export const oauth2 = z
  .strictObject({
    clientId: z
      .string()
      .min(1)
      .optional()
      .describe("the client that the region is registered as; left out: nephoran-REGION"),
    cidrs: cidrs
      .optional()
      .describe("the issuer's networks in CIDR notation; left out: none, pods cannot reach it"),
    residencyZone,
  })
  .default({})
  .describe("clientId, cidrs and residencyZone of the region's OAuth2 provider");
