import { SecretText } from "../../config/secret-text";
import { backup, type CrossCheckCase, inZone, setting } from "./cross-check-case";

const host = "cockroachdb.database.svc";
const url = "http://prometheus.monitoring.svc:9090";
const cidrs = ["192.0.2.0/24"];
const secret = new SecretText("secret");
const bucketInZone = { ...backup, residencyZone: "eu" };

/** Settings of the state store, and of how a region is watched, that are refused. */
export const stateCases: CrossCheckCase[] = [
  {
    title: "a state store that exists nowhere",
    change: setting({ cockroachdb: { mode: "existing" } }),
    problem: {
      key: "nephoran:cockroachdb.host",
      seen: "missing beside mode: existing",
      allowed: "where it answers; or mode: install",
    },
    waysOut: {
      "where it answers": setting({ cockroachdb: { mode: "existing", host } }),
      "mode: install": setting({ cockroachdb: { mode: "install" } }),
    },
  },
  {
    title: "the address of a state store that is installed",
    change: setting({ cockroachdb: { host } }),
    problem: {
      key: "nephoran:cockroachdb.host",
      seen: `"${host}", but mode is install`,
      allowed: "left out; or mode: existing",
    },
    waysOut: {
      "left out": setting({ cockroachdb: {} }),
      "mode: existing": setting({ cockroachdb: { mode: "existing", host } }),
    },
  },
  {
    title: "a Prometheus that exists nowhere",
    change: setting({ prometheus: { mode: "existing" } }),
    problem: {
      key: "nephoran:prometheus.url",
      seen: "missing beside mode: existing",
      allowed: "where it answers; or mode: install",
    },
    waysOut: {
      "where it answers": setting({ prometheus: { mode: "existing", url } }),
      "mode: install": setting({ prometheus: { mode: "install" } }),
    },
  },
  {
    title: "backups of somebody else's state store",
    given: setting({ cockroachdb: { mode: "existing", host } }),
    change: setting({ cockroachdbBackup: backup }),
    problem: {
      key: "nephoran:cockroachdbBackup",
      seen: "given, but cockroachdb.mode is existing",
      allowed: "left out, as its owner backs it up; or mode: install",
    },
    waysOut: {
      "left out, as its owner backs it up": setting({ cockroachdbBackup: undefined }),
      "mode: install": setting({ cockroachdb: {} }),
    },
  },
  {
    title: "backups of the state store to a bucket of no zone",
    given: inZone,
    change: setting({ cockroachdbBackup: backup }),
    problem: {
      key: "nephoran:cockroachdbBackup.residencyZone",
      seen: "missing",
      allowed: "eu: what home sends there must stay in its zone",
    },
    waysOut: {
      "eu: what home sends there must stay in its zone": setting({
        cockroachdbBackup: bucketInZone,
      }),
    },
  },
  {
    title: "backups of the state store to a bucket in a region of no zone",
    given: inZone,
    change: setting({ cockroachdbBackup: { ...bucketInZone, region: "abroad" } }),
    problem: {
      key: "nephoran:cockroachdbBackup.region",
      seen: '"abroad", which is not in the zone eu',
      allowed: "a region of the zone eu; or leave it out",
    },
    waysOut: {
      "a region of the zone eu": setting({
        cockroachdbBackup: { ...bucketInZone, region: "away" },
      }),
      "leave it out": setting({ cockroachdbBackup: bucketInZone }),
    },
  },
  {
    title: "alerts without the networks that they go to",
    change: setting({ alertWebhookUrl: secret }),
    problem: {
      key: "nephoran:globalMonitoring.alertCidrs",
      seen: "missing beside alertWebhookUrl, so that no alert would get there",
      allowed: "the networks of whoever takes alerts; or leave alertWebhookUrl out",
    },
    waysOut: {
      "the networks of whoever takes alerts": setting({ globalMonitoring: { alertCidrs: cidrs } }),
      "leave alertWebhookUrl out": setting({ alertWebhookUrl: undefined }),
    },
  },
  {
    title: "networks of alerts that are not sent",
    change: setting({ globalMonitoring: { alertCidrs: cidrs } }),
    problem: {
      key: "nephoran:alertWebhookUrl",
      seen: "missing beside globalMonitoring.alertCidrs",
      allowed: "where alerts are sent; or leave alertCidrs out",
    },
    waysOut: {
      "where alerts are sent": setting({ alertWebhookUrl: secret }),
      "leave alertCidrs out": setting({ globalMonitoring: {} }),
    },
  },
];

/** Settings that only some regions may have. */
export const elsewhere = [
  {
    title: "backups in a region that answers for no database",
    settings: { cockroachdbBackup: backup },
    problem: {
      key: "nephoran:cockroachdbBackup",
      seen: "given, but home answers for no database",
      allowed: "left out; or given to the primary, or to the first region of a residency zone",
    },
  },
  {
    title: "the licence in a region that is not the primary",
    settings: { cockroachdbLicense: secret },
    problem: {
      key: "nephoran:cockroachdbLicense",
      seen: "given, but home is not the primary, which hands it to the whole cluster",
      allowed: "left out; or given to the primary",
    },
  },
  {
    title: "alerts in a region without an Alertmanager",
    settings: { alertWebhookUrl: secret, globalMonitoring: { alertCidrs: cidrs } },
    problem: {
      key: "nephoran:alertWebhookUrl",
      seen: "given, but home has no Alertmanager: in Pulumi.yaml it is edge",
      allowed: "left out with alertCidrs; or given to the primary or to dr",
    },
  },
] as const;
