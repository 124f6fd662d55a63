import { format, inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import fc from "fast-check";
import { stringify } from "yaml";
import { OperatorError } from "../../config/operator-error";
import { regionSettingsSchema } from "../../config/region-settings";
import { isSecretSetting, SecretText, secretSetting } from "../../config/secret-text";

const SECRET = "hunter2-hunter2";

/** Every way to turn a value into text that a program or a test runner takes. */
const printers: Readonly<Record<string, (value: unknown) => string>> = {
  "String()": (value) => String(value),
  "a template": (value) => `the key is ${value as string}`,
  "string addition": (value) => "the key is " + (value as string),
  "JSON.stringify()": (value) => JSON.stringify(value),
  "JSON.stringify() with indents": (value) => JSON.stringify({ value: [value] }, null, 2),
  "util.inspect()": (value) => inspect(value),
  "util.inspect() of everything there is": (value) =>
    inspect({ nested: { value } }, { showHidden: true, depth: null, getters: true }),
  "util.inspect() without custom texts": (value) => inspect(value, { customInspect: false }),
  "util.format()": (value) => format("%s %o %O %j %d", value, value, value, value, value),
  YAML: (value) => stringify({ value }),
  "a Map and a Set": (value) => inspect([new Map([["key", value]]), new Set([value])]),
  "the keys and values of it": (value) => inspect(Object.entries(value as object)),
  "an error's cause": (value) => inspect(new Error("failed", { cause: { value } })),
  "an error's field": (value) => inspect(Object.assign(new Error("failed"), { value })),
  "an operator's error": (value) => inspect(new OperatorError(`failed with ${value as string}`)),
  "a copy of it": (value) => inspect({ ...(value as object) }),
};

describe("a secret text", () => {
  for (const [title, print] of Object.entries(printers)) {
    it(`is not printed by ${title}`, () => {
      expect(print(SECRET), "prints other texts").to.match(/hunter2|'h'|h: /);
      expect(print(new SecretText(SECRET))).to.not.contain("hunter2");
    });
  }

  it("is not printed by console.log, wherever it stands", () => {
    const lines: string[] = [];
    const { log } = console;
    console.log = (...values: unknown[]) => lines.push(format(...values));
    try {
      console.log(new SecretText(SECRET), { key: new SecretText(SECRET) }, [[SECRET]]);
    } finally {
      console.log = log;
    }
    expect(lines).to.deep.equal([`[secret] { key: [secret] } [ [ '${SECRET}' ] ]`]);
  });

  it("says that it is one, so that its place is seen", () => {
    const secret = new SecretText(SECRET);
    expect([String(secret), inspect(secret), JSON.stringify({ secret })]).to.deep.equal([
      "[secret]",
      "[secret]",
      '{"secret":"[secret]"}',
    ]);
  });

  it("is handed to the engine whole, as a secret", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        const output = new SecretText(text).asOutput();
        expect(await pulumi.isSecret(output)).to.equal(true);
        const seen = await new Promise<string>((resolve) => output.apply(resolve));
        expect(seen).to.equal(text);
      }),
    );
  });
});

describe("the schema of a secret setting", () => {
  it("takes nothing but a secret text, and says how one is made", () => {
    const schema = secretSetting("apiKey");
    const secret = new SecretText(SECRET);
    expect(schema.parse(secret)).to.equal(secret);
    expect(schema.description).to.contain("pulumi config set --secret apiKey");
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(schema.safeParse(value).success).to.equal(false);
      }),
    );
  });

  it("says what holds without it, where something does", () => {
    expect(secretSetting("apiKey").description).to.not.contain("left out");
    expect(secretSetting("apiKey", "a random one").description).to.match(
      /does that; left out: a random one$/,
    );
  });

  it("is told from others", () => {
    expect(isSecretSetting(secretSetting("apiKey"))).to.equal(true);
    expect(isSecretSetting(regionSettingsSchema.shape.REGISTRY)).to.equal(false);
    expect(isSecretSetting(undefined)).to.equal(false);
  });
});
