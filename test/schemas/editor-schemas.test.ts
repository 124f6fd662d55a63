import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { stackFile } from "../../config/program-config";
import { regionSettingsSchema } from "../../config/region-settings";
import { SecretText } from "../../config/secret-text";
import { TOPOLOGY_FILE } from "../../config/topology";
import { generatedSchemas } from "../../schemas/generated-schemas";
import { settingEffects } from "../config/setting-effects";
import { anySettings, validSettings } from "../config/valid-settings";
import { projectDirectory, shippedProject } from "../shipped-project";

/** Reads a committed schema back: what it takes is what an editor takes. */
function committed(file: string): z.ZodType {
  const text = readFileSync(join(projectDirectory, file), "utf8");
  return z.fromJSONSchema(JSON.parse(text) as Parameters<typeof z.fromJSONSchema>[0]);
}

const yaml = (file: string): unknown =>
  parseYaml(readFileSync(join(projectDirectory, file), "utf8"));

const isSecret = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "secure" in value;

/** What Pulumi makes of settings in a stack file. */
const stackFileWith = (settings: Readonly<Record<string, unknown>>): unknown => ({
  config: Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      `nephoran:${key}`,
      value instanceof SecretText ? { secure: "v1:abc" } : value,
    ]),
  ),
});

describe("the schema that editors hold stack files to", () => {
  const schema = committed("schemas/json/stack-file.schema.json");
  const takes = (file: unknown): boolean => schema.safeParse(file).success;
  const regions = shippedProject.topology.regions.map(({ name }) => name);

  it("takes every shipped stack file, and each names it", () => {
    const files = [...regions.map(stackFile), "promises/two-regions/Pulumi.us-east-1.yaml"];
    for (const file of [...files, "promises/two-regions/Pulumi.eu-west-1.yaml"]) {
      expect(schema.safeParse(yaml(file)), file).to.deep.include({ success: true });
    }
    for (const region of regions) {
      expect(schemaNamedIn(stackFile(region))).to.equal("schemas/json/stack-file.schema.json");
    }
  });

  it("takes another value than the default for each setting", () => {
    for (const [key, { value }] of Object.entries(settingEffects)) {
      expect(takes(stackFileWith({ [key]: value })), key).to.equal(true);
    }
  });

  it("takes what the program takes", () => {
    fc.assert(
      fc.property(validSettings, (settings) => {
        expect(takes(stackFileWith(settings))).to.equal(true);
      }),
    );
  });

  it("refuses what the program refuses of services outside of the cluster", () => {
    const cidrs = ["192.0.2.0/24"];
    const backup = { bucket: "backups", cidrs };
    for (const settings of [
      { VERSION: 1.1 },
      { kubeApiCidrs: ["0.0.0.0/0"] },
      { dnsCidrs: ["::/0"] },
      { llmProvider: { url: "https://user@a.example", cidrs } },
      { istio: { repository: "http://charts.example.com" } },
      { meshCaCertificate: "a certificate" },
      { weaviateBackup: { ...backup, endpoint: "minio.example.com:9000" } },
      { weaviateBackup: { ...backup, schedule: "@daily" } },
      { weaviateBackup: { ...backup, credentials: { cidrs, port: 0 } } },
      { kubeconfig: "apiVersion: v1\nusers: []\n" },
    ]) {
      expect(takes(stackFileWith(settings)), JSON.stringify(settings)).to.equal(false);
      expect(regionSettingsSchema.safeParse(settings).success).to.equal(false);
    }
  });

  it("has no keyword in it that is only this program's", () => {
    const text = readFileSync(
      join(projectDirectory, "schemas/json/stack-file.schema.json"),
      "utf8",
    );
    expect(text).to.not.match(/"(seen|secret)":/);
  });

  it("takes for no setting what the program refuses, but for numbers out of bounds as text", () => {
    const nothing = [null, "", " ", [], {}, [[]], [""], { secure: "v1:abc" }];
    const numbers = [-1, 0, 1, 1.5, 101, "1e3", "0x10", "+7", "-1"];
    const texts = [true, "True", "yes", "none", "100GB", "10.0.0.0", "http://llm.example.com"];
    const lists = [["10.0.0.0/33"], ["10.0.0.0/8", ""], ["everything"], [1], ["::/0"]];
    const objects = [{ clientId: "" }, { bucket: "b" }, { url: "https://a.b" }];
    const accepted = new Set<string>();
    for (const key of Object.keys(regionSettingsSchema.shape)) {
      for (const value of [...nothing, ...numbers, ...texts, ...lists, ...objects]) {
        if (!takes(stackFileWith({ [key]: value }))) continue;
        accepted.add(key);
        const read = isSecret(value) ? new SecretText("") : value;
        const { success } = regionSettingsSchema.safeParse({ [key]: read });
        expect(success, `${key}: ${JSON.stringify(value)}`).to.equal(true);
      }
    }
    expect(accepted.size, "else nothing above was looked at").to.be.greaterThan(20);
  });

  it("takes no settings that the program refuses, whatever their keys and values are", () => {
    let taken = 0;
    const digits = (value: unknown): boolean => typeof value === "string" && /^[0-9]+$/.test(value);
    fc.assert(
      fc.property(anySettings, (settings) => {
        fc.pre(!Object.values(settings).some(digits) && takes(stackFileWith(settings)));
        taken += Object.keys(settings).length;
        expect(regionSettingsSchema.safeParse(settings)).to.deep.include({ success: true });
      }),
    );
    expect(taken, "else nothing above was looked at").to.be.greaterThan(0);
  });

  it("leaves Pulumi's own keys and other projects' settings to them", () => {
    const salted = { encryptionsalt: "v1:a", secretsprovider: "passphrase", encryptedkey: "b" };
    expect(takes({ ...salted, environment: ["base"], config: { "aws:region": 1 } })).to.equal(true);
    expect(takes({ config: { "pulumi:disable-default-providers": ["*"] } })).to.equal(true);
    expect(takes({ config: null })).to.equal(true);
  });

  it("refuses a misspelt setting, a key without namespace, and a secret in clear", () => {
    expect(takes({ config: { "nephoran:LLM_REPLICS": 3 } })).to.equal(false);
    expect(takes({ config: { LLM_REPLICAS: 3 } })).to.equal(false);
    expect(takes({ config: { "nephoran:llmProviderApiKey": "in clear" } })).to.equal(false);
    expect(takes({ settings: {} })).to.equal(false);
  });

  it("explains every setting, with its default where that is a value", () => {
    const text = readFileSync(
      join(projectDirectory, "schemas/json/stack-file.schema.json"),
      "utf8",
    );
    const { properties } = JSON.parse(text) as {
      properties: {
        config: { properties: Record<string, { description: string; default?: unknown }> };
      };
    };
    const described = properties.config.properties;
    expect(Object.keys(described)).to.deep.equal(
      Object.keys(settingEffects).map((key) => `nephoran:${key}`),
    );
    expect(described["nephoran:EDGE_ENABLED"]).to.deep.include({ default: false });
    expect(described["nephoran:localBreakoutCidrs"]?.description).to.match(
      /to-o-ran` opens\. Allowed: networks .*\. Left out: 100\.64\.0\.0\/10/,
    );
  });
});

describe("the schema that editors hold Pulumi.yaml to", () => {
  const schema = committed("schemas/json/project-file.schema.json");

  it("takes the shipped one, which names it", () => {
    expect(schema.safeParse(yaml(TOPOLOGY_FILE))).to.deep.include({ success: true });
    expect(schemaNamedIn(TOPOLOGY_FILE)).to.equal("schemas/json/project-file.schema.json");
  });

  it("refuses a misspelt key and a role that there is not", () => {
    const text = readFileSync(join(projectDirectory, TOPOLOGY_FILE), "utf8");
    for (const [seen, wrong] of [
      ["displayName:", "dispalyName:"],
      ["role: edge", "role: egde"],
    ] as const) {
      expect(schema.safeParse(parseYaml(text.replace(seen, wrong))).success, wrong).to.equal(false);
    }
  });

  it("lets nothing stand beside the topology that is a region's, as the program does", () => {
    const file = yaml(TOPOLOGY_FILE) as { config: object };
    const takes = (more: object): boolean =>
      schema.safeParse({ ...file, config: { ...file.config, ...more } }).success;
    expect(takes({ LLM_REPLICAS: 5 })).to.equal(false);
    expect(takes({ "nephoran:allow": { value: ["latest-image"] } })).to.equal(false);
    expect(takes({ "pulumi:disable-default-providers": { value: ["kubernetes"] } })).to.equal(true);
  });
});

/** The schema in the first line of a file, which has to exist and to be kept current. */
function schemaNamedIn(file: string): string | undefined {
  const path = join(projectDirectory, file);
  const [first = ""] = readFileSync(path, "utf8").split("\n");
  const named = /^# yaml-language-server: \$schema=(\S+)$/.exec(first)?.[1];
  expect(existsSync(join(dirname(path), named ?? "")), first).to.equal(true);
  expect(generatedSchemas.map((generated) => generated.file)).to.include(named);
  return named;
}
