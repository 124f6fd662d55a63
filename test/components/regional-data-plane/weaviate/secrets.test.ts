import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { namespaces } from "../../../../components/region-base/namespaces";
import { program } from "../../../../program";
import { temporaryFolder } from "../../../sandbox/processes/temporary-folder";
import { fullRegion } from "../../full-region";
import { inClear, inNamespace, type Registration, registrations } from "../../registrations";

describe("the secrets of the vector store", () => {
  let all: Registration[];
  let made: Registration[];
  const registered = (type: string): Registration[] =>
    made.filter((resource) => resource.type === type);
  before(async () => {
    all = await registrations(
      () => program(fullRegion()),
      (name) => `value of ${name}`,
    );
    made = inNamespace(all, namespaces.system);
  });

  it("are in Secrets alone, and in the engine's eyes secret there", () => {
    for (const { type, name, inputs } of all) {
      if (type === "kubernetes:core/v1:Secret") {
        // The API server makes the token of another region's reader.
        if (inputs["type"] === "kubernetes.io/service-account-token") continue;
        expect(inClear(inputs["stringData"]), name).to.not.deep.equal(inputs["stringData"]);
      } else {
        expect(JSON.stringify(inClear(inputs)), name).to.not.match(/value of|given: /);
      }
    }
    expect(registered("kubernetes:core/v1:Secret").map(({ name }) => name)).to.have.members([
      "weaviate-server",
      "weaviate-api-key",
      "llm-processor-regional-secrets",
    ]);
  });

  it("reach every pod of the region as files of Secrets that there are, which only it can read", () => {
    const secrets = registered("kubernetes:core/v1:Secret").map(({ name }) => name);
    const mounted: string[] = [];
    for (const { name, inputs } of made) {
      expect(JSON.stringify(inputs), name).to.not.match(/secretKeyRef|secretRef/);
      const text = JSON.stringify(inputs);
      for (const [, volume = ""] of text.matchAll(/"secret":(\{[^}]*"secretName":[^}]*\})/g)) {
        const { secretName, defaultMode } = JSON.parse(volume) as Record<string, unknown>;
        expect(secrets, name).to.include(secretName);
        expect(defaultMode, name).to.equal(0o440);
        mounted.push(name);
      }
    }
    expect(mounted).to.have.members([
      "llm-processor-regional-deployment",
      "ml-training-template",
      "weaviate-backup-schedule",
      "weaviate-replicas",
    ]);
  });

  describe("when a replica starts", () => {
    const directory = temporaryFolder();
    const dataOf = (name: string): Record<string, string> =>
      inClear(
        registered("kubernetes:core/v1:Secret").find((secret) => secret.name === name)?.inputs[
          "stringData"
        ],
      ) as Record<string, string>;

    /**
     * Runs a replica's command as it stands, but for its paths: the secrets are in a folder of the
     * test's, and in the server's place is a script that tells how it was started.
     */
    function start(files: Readonly<Record<string, string>>) {
      const [{ inputs } = { inputs: {} as Registration["inputs"] }] = registered(
        "kubernetes:apps/v1:StatefulSet",
      );
      const { template } = inputs["spec"] as {
        template: { spec: { containers: { command: string[] }[] } };
      };
      const [shell = "", ...words] = template.spec.containers[0]?.command ?? [];
      for (const [name, text] of Object.entries(files)) {
        writeFileSync(join(directory(), name), text);
      }
      const server = join(directory(), "weaviate");
      writeFileSync(server, '#!/bin/sh\necho "process $$ $*"\nexec env\n', { mode: 0o755 });
      const here = words.map((word) =>
        word.replaceAll("/secrets", directory()).replaceAll("/bin/weaviate", server),
      );
      return spawnSync(shell, here, { encoding: "utf8", timeout: 10_000 });
    }

    it("become variables of the server", () => {
      const { status, stdout, stderr, pid } = start(dataOf("weaviate-server"));
      expect([status, stderr]).to.deep.equal([0, ""]);
      expect(stdout.split("\n")).to.include.members([
        // In the shell's place, so that the order to stop reaches it.
        `process ${pid} --host=0.0.0.0 --port=8080 --scheme=http`,
        "AUTHENTICATION_APIKEY_ALLOWED_KEYS=value of regional-secrets-weaviate-api-key-1",
        "CLUSTER_BASIC_AUTH_PASSWORD=value of regional-secrets-weaviate-cluster-password",
      ]);
    });

    for (const missing of ["accepted-api-keys", "cluster-password"]) {
      it(`keep it from starting without ${missing}`, () => {
        const files = Object.entries(dataOf("weaviate-server")).filter(
          ([name]) => name !== missing,
        );
        const { status, stdout } = start(Object.fromEntries(files));
        expect(status).to.not.equal(0);
        expect(stdout).to.equal("");
      });
    }
  });
});
