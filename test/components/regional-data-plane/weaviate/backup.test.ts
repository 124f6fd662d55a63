import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { WeaviateBackups } from "../../../../components/regional-data-plane/weaviate/backup";
import { repositoryRoot } from "../../../../sandbox/layout";
import { fullRegion } from "../../full-region";
import { type Registration, registrations } from "../../registrations";

const SCRIPT = "components/regional-data-plane/weaviate/backup.sh";

describe("the backups of the vector store", () => {
  let made: Registration[];
  before(async () => {
    const config = fullRegion({
      weaviateBackup: { bucket: "backups", cidrs: ["192.0.2.0/24"], schedule: "15 4 * * *" },
    });
    const { backup } = config.weaviate;
    if (backup === undefined) throw new Error("No backup is configured.");
    made = await registrations(
      () =>
        new WeaviateBackups("backups", {
          ...config,
          backup,
          weaviate: { url: "http://weaviate.test:8080", apiKeySecret: "the-key" },
        }),
    );
  });

  const inputsOf = (type: string): Readonly<Record<string, unknown>> =>
    made.find((resource) => resource.type.endsWith(`:${type}`))?.inputs ?? {};

  it("start by the schedule, in UTC, one at a time, and are not tried twice", () => {
    expect(inputsOf("CronJob")["spec"]).to.containSubset({
      schedule: "15 4 * * *",
      timeZone: "Etc/UTC",
      concurrencyPolicy: "Forbid",
      jobTemplate: { spec: { backoffLimit: 0, template: { spec: { restartPolicy: "Never" } } } },
    });
  });

  it("run the script as it is in this repository, with the key as a file", () => {
    const script = readFileSync(join(repositoryRoot, SCRIPT), "utf8");
    expect(inputsOf("ConfigMap")["data"]).to.deep.equal({ "backup.sh": script });
    const { template } = (
      inputsOf("CronJob")["spec"] as { jobTemplate: { spec: { template: { spec: unknown } } } }
    ).jobTemplate.spec;
    expect(template.spec).to.containSubset({
      containers: [
        {
          command: ["sh", "/scripts/backup.sh"],
          env: [
            { name: "WEAVIATE_URL", value: "http://weaviate.test:8080" },
            { name: "WEAVIATE_API_KEY_FILE", value: "/secrets/api-key" },
          ],
          volumeMounts: [
            { name: "scratch", mountPath: "/tmp" },
            { name: "secrets", mountPath: "/secrets", readOnly: true },
            { name: "scripts", mountPath: "/scripts", readOnly: true },
          ],
        },
      ],
      volumes: [
        { name: "secrets", secret: { secretName: "the-key", defaultMode: 0o440 } },
        { name: "scripts", configMap: { name: "weaviate-backup" } },
      ],
    });
  });

  it("talk to the store alone: the replicas themselves write to the bucket", () => {
    const policies = made.filter(({ type }) => type.endsWith(":NetworkPolicy"));
    expect(policies.map(({ name }) => name)).to.deep.equal(["weaviate-backup-to-weaviate"]);
  });
});
