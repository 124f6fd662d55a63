import { z } from "zod";
import { dnsLabel } from "../../../config/dns-label";
import { host } from "../../../config/outside-services";
import { topologySchema } from "../../../config/topology";
import { objectName } from "../../../config/quantities";
import { modes } from "../../../config/traffic-settings";
import { decisionSettingsSchema } from "../settings";

/** Where the file is unless `CONFIG_FILE` says otherwise. */
export const CONFIGURATION_FILE = "/etc/traffic-controller/config.json";

const inClusterUrl = z
  .string()
  .regex(/^http:\/\/[a-z0-9.-]+(:\d{1,5})?$/)
  .describe("an http URL without a path, such as http://prometheus.nephoran-global.svc:9090");

const milliseconds = z.int().min(50).max(60_000).describe("ms, from 50 to 60000");

const namedObject = (what: string) =>
  z
    .strictObject({
      namespace: dnsLabel,
      name: objectName.describe("the name of an object"),
    })
    .describe(`namespace and name of ${what}`);

/** How other regions are asked, and how long for an answer. */
const probe = z
  .strictObject({
    intervalMs: milliseconds.default(1_000),
    timeoutMs: milliseconds.default(900),
  })
  .refine(({ intervalMs, timeoutMs }) => timeoutMs <= intervalMs, {
    path: ["timeoutMs"],
    error: "at most intervalMs: there is one probe of a region at a time",
  });

/** Where failovers are written down. */
const failoverEvents = z
  .strictObject({
    host,
    port: z.int().min(1).max(65_535).describe("a TCP port"),
    database: z.string().min(1).describe("a database"),
    user: z.string().min(1).describe("an SQL user"),
    certsDir: z
      .string()
      .regex(/^\//)
      .describe("a directory with ca.crt, client.USER.crt and client.USER.key"),
  })
  .describe("host, port, database, user and certsDir of the state store");

/** A certificate of the region, and when it ends. */
const certificate = z.strictObject({
  name: z.string().min(1).describe("a name for people, such as mesh-ca"),
  notAfter: z.iso.datetime().describe("when it ends, such as 2027-01-31T00:00:00.000Z"),
});

/** What the file may hold; the region's program writes it. */
export const configurationFileSchema = z.strictObject({
  // What of it steers the decisions stands under `settings`.
  topology: topologySchema.omit({ routing: true }).describe("the topology of Pulumi.yaml"),
  region: dnsLabel,
  mode: z
    .enum(modes)
    .default("active")
    .describe(`one of ${modes.join(", ")}`),
  settings: decisionSettingsSchema.prefault({}),
  prometheusUrl: inClusterUrl,
  gatewayUrl: inClusterUrl,
  probe: probe.prefault({}),
  routes: namedObject("the VirtualService whose spec.http is written"),
  lease: namedObject("the Lease by which replicas agree on who of them writes"),
  overrides: namedObject("the ConfigMap with what operators want"),
  failoverEvents: failoverEvents.optional(),
  certificates: z.array(certificate).default([]),
});

/** The file as it is written; defaults may be left out. */
export type ConfigurationFile = z.input<typeof configurationFileSchema>;
