import { expect } from "chai";
import { backupsScheduled } from "../../../policy/cost/backups-scheduled";
import { boundedJobs } from "../../../policy/cost/bounded-jobs";
import { keptVolumes } from "../../../policy/cost/kept-volumes";
import { reportLabels } from "../../../policy/cost/report-labels";
import { costRules } from "../../../policy/cost/rules";
import { volumeSize } from "../../../policy/cost/volume-size";
import { problemsOf } from "../judge";
import { deployment } from "../pods/fixtures";
import { describeRules, REMOVED, type Fixture, type RuleCase } from "../rule-cases";

const inShop = (type: string, name: string, more: Record<string, unknown>): Fixture => ({
  type: `kubernetes:${type}`,
  name,
  inputs: { metadata: { name, namespace: "shop" }, ...more },
});

const cronJob = inShop("batch/v1:CronJob", "db-backup", {
  spec: {
    concurrencyPolicy: "Forbid",
    jobTemplate: { spec: { activeDeadlineSeconds: 3600 } },
  },
});

const database = inShop("apps/v1:StatefulSet", "db", {
  spec: { persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" } },
});

const claim = inShop("core/v1:PersistentVolumeClaim", "data", {
  spec: { resources: { requests: { storage: "100Gi" } } },
});

const cases: readonly RuleCase[] = [
  {
    rule: backupsScheduled,
    complies: [cronJob, database],
    config: { backedUp: ["shop/db"] },
    breaks: [
      {
        at: ["metadata", "name"],
        to: "reports",
        says: "Nothing backs up its data by schedule.",
      },
      {
        at: ["spec", "suspend"],
        to: true,
        says: "It is suspended: no backup is made.",
      },
    ],
    unknown: ["spec", "suspend"],
  },
  {
    rule: backupsScheduled,
    complies: [
      inShop("core/v1:ConfigMap", "db-regions", {
        data: { "regions.sql": "CREATE SCHEDULE 'daily' FOR BACKUP DATABASE db INTO 's3://b'" },
      }),
      database,
    ],
    config: { backedUp: ["shop/db"] },
    breaks: [
      {
        at: ["data", "regions.sql"],
        to: "DROP SCHEDULES",
        says: "Nothing backs up its data by schedule.",
      },
    ],
    unknown: ["metadata", "name"],
  },
  {
    rule: reportLabels,
    complies: [deployment],
    breaks: [
      {
        at: ["metadata", "labels"],
        to: REMOVED,
        says: "It lacks the label app.kubernetes.io/part-of.",
      },
    ],
    unknown: ["metadata", "labels"],
  },
  {
    rule: boundedJobs,
    complies: [cronJob],
    breaks: [
      {
        at: ["spec", "concurrencyPolicy"],
        to: REMOVED,
        says: "It may run several times at once.",
      },
      {
        at: ["spec", "jobTemplate", "spec", "activeDeadlineSeconds"],
        to: REMOVED,
        says: "It may run for ever.",
      },
    ],
    unknown: ["spec", "jobTemplate", "spec", "activeDeadlineSeconds"],
  },
  {
    rule: keptVolumes,
    complies: [database],
    breaks: [
      {
        at: ["spec", "persistentVolumeClaimRetentionPolicy", "whenScaled"],
        to: "Delete",
        says: "spec.persistentVolumeClaimRetentionPolicy.whenScaled is Delete.",
      },
    ],
    unknown: ["spec", "persistentVolumeClaimRetentionPolicy"],
  },
  {
    rule: volumeSize,
    complies: [claim],
    breaks: [
      {
        at: ["spec", "resources", "requests", "storage"],
        to: "10Ti",
        says: "It asks for 10240 GiB; 1024 are allowed.",
      },
      {
        at: ["spec", "resources", "requests", "storage"],
        to: "much",
        says: "It asks for no size that can be read.",
      },
    ],
    unknown: ["spec", "resources", "requests", "storage"],
  },
];

describe("reliability and reports, as rules", () => {
  describeRules(cases);

  it("advise, and stop nothing, unless a team wants more", () => {
    expect(new Set(costRules.map(({ level }) => level))).to.deep.equal(new Set(["advisory"]));
  });

  it("ask for no backup, and know no budget, without being told", () => {
    const { type, name, inputs } = database;
    const stack = [{ type, name, props: inputs }];
    for (const rule of costRules) {
      expect(problemsOf(rule, stack, "us-east-1"), rule.id).to.deep.equal(
        rule.id === "cost-report-labels" ? ["It lacks the label app.kubernetes.io/part-of."] : [],
      );
    }
  });
});
