import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { OperatorError } from "../../config/operator-error";
import { OUTPUTS_VERSION } from "../../outputs/schema";
import { requireCurrentSchemas, writeStaleSchemas } from "../../schemas/bring-up-to-date";
import type { GeneratedSchema } from "../../schemas/generated-schema";
import { generatedSchemas } from "../../schemas/generated-schemas";
import { jsonSchemaOf } from "../../schemas/json-schema";
import { repositoryRoot } from "../../sandbox/layout";
import { temporaryFolder } from "../sandbox/processes/temporary-folder";

const schema = (name: string, ...fields: string[]): GeneratedSchema => ({
  kind: "contract",
  file: `contract/${name}.v1.schema.json`,
  output: name,
  version: "OUTPUTS_VERSION",
  make: () =>
    jsonSchemaOf(z.object(Object.fromEntries(fields.map((field) => [field, z.string()]))), name),
});

describe("the committed schemas", () => {
  it("are what the code makes, and break no reader of a released contract", () => {
    requireCurrentSchemas(repositoryRoot, generatedSchemas);
  });

  it("keep a contract of every version that there was", () => {
    for (let version = 1; version <= OUTPUTS_VERSION; version++) {
      for (const name of ["region-outputs", "region-secrets"]) {
        const file = `outputs/contract/${name}.v${version}.schema.json`;
        expect(existsSync(join(repositoryRoot, file))).to.equal(true, file);
      }
    }
  });
});

describe("bringing schemas up to date", () => {
  const folder = temporaryFolder();
  const read = (name: string) =>
    readFileSync(join(folder(), "contract", `${name}.v1.schema.json`), "utf8");

  it("writes what is missing or stale, and nothing else", () => {
    const [region, secrets] = [schema("region", "name"), schema("secrets", "token")];
    expect(writeStaleSchemas(folder(), [region])).to.deep.equal([region.file]);
    expect(writeStaleSchemas(folder(), [region, secrets])).to.deep.equal([secrets.file]);
    expect(writeStaleSchemas(folder(), [region, secrets])).to.deep.equal([]);
    expect(readdirSync(join(folder(), "contract"))).to.have.length(2);
    requireCurrentSchemas(folder(), [region, secrets]);
  });

  it("names what is stale when it only looks, and leaves it", () => {
    writeStaleSchemas(folder(), [schema("region", "name")]);
    const before = read("region");
    expect(() => {
      requireCurrentSchemas(folder(), [schema("region", "name", "zone"), schema("secrets")]);
    }).to.throw(
      OperatorError,
      /code makes now:\n {2}contract\/region.*\n {2}contract\/secrets.*\nRun `npm run schemas`/,
    );
    expect(read("region")).to.equal(before);
    expect(readdirSync(join(folder(), "contract"))).to.have.length(1);
  });

  it("writes nothing at all if one released contract would break", () => {
    const region = schema("region", "name");
    writeStaleSchemas(folder(), [region]);
    const released = read("region").replace('"x-released": false', '"x-released": true');
    writeFileSync(join(folder(), region.file), released);

    const now = [schema("secrets"), schema("region", "zone")];
    for (const act of [writeStaleSchemas, requireCurrentSchemas]) {
      expect(() => {
        act(folder(), now);
      }).to.throw(OperatorError, /region\.name is gone\./);
    }
    expect(read("region")).to.equal(released);
    expect(readdirSync(join(folder(), "contract"))).to.have.length(1);
  });
});
