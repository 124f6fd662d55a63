import { expect } from "chai";
import type { z } from "zod";
import { parseProgramConfig, type ProgramConfig } from "../../config/program-config";
import { regionSettingsSchema } from "../../config/region-settings";
import { describeSchema } from "../../config/schema-description";
import { settingsReference } from "../../config/settings-reference";
import { topologyWith } from "./home-region";

const parse = (settings: Readonly<Record<string, unknown>>): ProgramConfig =>
  parseProgramConfig({
    stack: "home",
    topology: topologyWith({ residencyZone: "eu", displayName: "Home" }),
    settings: { VERSION: "1.4.2", EDGE_ENABLED: true, ...settings },
  });

/** For a default that a description says in words: what it is for the region of this test. */
const inWords: Readonly<Record<string, unknown>> = {
  REGION: "home",
  REGION_NAME: "Home",
  MAX_CONCURRENT_INTENTS: 100,
  DATA_RESIDENCY: true,
  localBreakoutCidrs: ["100.64.0.0/10"],
  kubeContext: "home",
};

/** Looked up by others than this program, or made by the engine. */
const elsewhere = [
  "weaviateStorageClass",
  "kubeconfig",
  "oauth2ClientSecret",
  "cockroachdbLicense",
  "alertWebhookUrl",
];

describe("the reference of the settings", () => {
  const settings = Object.entries<z.ZodType>(regionSettingsSchema.shape);

  it("has the settings in the order of their schema, template variables first", () => {
    const keys = Object.keys(settingsReference);
    expect(keys).to.deep.equal(settings.map(([key]) => key));
    const isCapital = (key: string): boolean => key === key.toUpperCase();
    expect(keys.slice(0, keys.filter(isCapital).length).every(isCapital)).to.equal(true);
  });

  it("says in whole sentences what a setting changes", () => {
    for (const [key, { changes }] of Object.entries(settingsReference)) {
      expect(changes, key).to.match(/^[A-Z`].*\.$/);
    }
  });

  it("says what is allowed, as part of a sentence", () => {
    for (const [key, schema] of settings) {
      expect(describeSchema(schema).allowed, key).to.match(/^[a-z].*[^.]$/);
    }
  });

  it("says rightly what holds for a setting that is left out", () => {
    const derived = settings.filter(
      ([, schema]) => describeSchema(schema).default.kind === "derived",
    );
    expect(derived.map(([key]) => key).sort()).to.deep.equal(
      [...Object.keys(inWords), ...elsewhere].sort(),
    );
    for (const [key, value] of Object.entries(inWords)) {
      expect(parse({ [key]: value }), key).to.deep.equal(parse({}));
    }
  });

  it("says rightly what holds for the fields of oauth2 that are left out", () => {
    const oauth2 = { clientId: "nephoran-home" };
    expect(parse({ oauth2 })).to.deep.equal(parse({}));
  });
});
