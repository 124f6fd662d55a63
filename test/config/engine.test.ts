import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import fc from "fast-check";
import { readProgramConfig, settingsFromEngine } from "../../config/engine";
import { parseProgramConfig } from "../../config/program-config";
import { secretSettings } from "../../config/region-settings";
import { SecretText } from "../../config/secret-text";
import { configProblems } from "./config-problems";
import { topologyWith } from "./home-region";

const SECRET = "sk-31415926";
const provider = { url: "https://llm.example.com/v1", cidrs: ["192.0.2.0/24"] };

/** Settings of a stack as the engine hands them over: text, lists and objects as JSON. */
const fromEngine = {
  VERSION: "1.4.2",
  LLM_REPLICAS: "5",
  EDGE_ENABLED: "true",
  REGION_NAME: "[EU] West",
  llmProvider: JSON.stringify(provider),
  llmProviderApiKey: SECRET,
  kubeApiCidrs: '["10.0.0.0/8"]',
};

const read = (settings: Record<string, string>, encrypted?: readonly string[]) =>
  parseProgramConfig({
    stack: "home",
    topology: topologyWith({}),
    settings: settingsFromEngine(settings, encrypted && new Set(encrypted)),
  });

describe("the settings that the engine gives", () => {
  it("are what the stack file holds: numbers, flags, lists, objects and texts", () => {
    const { llmReplicas, edge, region, models, kubeApiCidrs } = read(fromEngine, [
      "llmProviderApiKey",
    ]);
    expect(llmReplicas.minimum).to.equal(5);
    expect(edge).to.not.equal(undefined);
    expect(region.displayName).to.equal("[EU] West");
    expect(models.provider).to.deep.include(provider);
    expect(kubeApiCidrs).to.deep.equal(["10.0.0.0/8"]);
  });

  it("give back whatever was written as JSON, and every other text as it is", () => {
    const value = fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()));
    fc.assert(
      fc.property(value, (written) => {
        const text = JSON.stringify(written);
        expect(settingsFromEngine({ key: text }, new Set())["key"]).to.deep.equal(JSON.parse(text));
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[^[{]/), (text) => {
        expect(settingsFromEngine({ key: text }, new Set())).to.deep.equal({ key: text });
      }),
    );
  });

  it("hide what is encrypted, and hand it to the program whole", async () => {
    const { models } = read(fromEngine, ["llmProviderApiKey"]);
    expect(JSON.stringify(models)).to.contain('"apiKey":"[secret]"');
    const output = models.provider?.apiKey?.asOutput();
    expect(await new Promise((resolve) => output?.apply(resolve))).to.equal(SECRET);
  });

  it("refuse each secret that is in clear, without repeating it", () => {
    for (const key of secretSettings) {
      const settings = { ...fromEngine, llmProviderApiKey: "", [key]: SECRET };
      const [problem, ...more] = configProblems(() => read(settings, [])).filter(
        (found) => found.key === `nephoran:${key}`,
      );
      expect(more).to.deep.equal([]);
      expect(problem).to.deep.include({ file: "Pulumi.home.yaml", seen: "not encrypted" });
      expect(problem?.allowed).to.contain(`\`pulumi config set --secret ${key}\` does that`);
      expect(JSON.stringify(problem)).to.not.contain(SECRET);
    }
  });

  it("take secrets for encrypted if the engine does not say which are, and nothing else", () => {
    const settings = settingsFromEngine(fromEngine, undefined);
    const hidden = Object.keys(settings).filter((key) => settings[key] instanceof SecretText);
    expect(hidden).to.deep.equal(["llmProviderApiKey"]);
    expect(read(fromEngine).models.provider?.apiKey).to.be.instanceOf(SecretText);
  });

  it("never show a secret in what is wrong with it, wherever it was put by mistake", () => {
    for (const settings of [
      { llmProvider: JSON.stringify({ ...provider, apiKey: SECRET }) },
      { oauth2: JSON.stringify({ clientSecret: SECRET }) },
      { llmProviderApiKay: SECRET },
      { oauth2ClientSecret: JSON.stringify({ value: SECRET }) },
      { oauth2ClientSecret: JSON.stringify([SECRET]) },
    ]) {
      const problems = configProblems(() => read({ VERSION: "1.4.2", ...settings }, []));
      expect(problems).to.have.length(1);
      expect(JSON.stringify(problems)).to.not.contain(SECRET);
    }
  });
});

describe("a kubeconfig that the engine gives as a setting", () => {
  for (const content of [
    `users: [{name: me, user: {token: ${SECRET}}}]`,
    `apiVersion: v1\nusers:\n- name: me\n  user:\n    token: ${SECRET}\n`,
    JSON.stringify({ users: [{ name: "me", user: { token: SECRET } }] }),
  ]) {
    it(`is refused and not repeated where it is the content: ${content.slice(0, 13)}`, () => {
      const problems = configProblems(() =>
        read({ ...fromEngine, kubeconfig: content }, ["llmProviderApiKey"]),
      );
      expect(problems).to.deep.equal([
        {
          file: "Pulumi.home.yaml",
          key: "nephoran:kubeconfig",
          seen: "not a path",
          allowed: "the path of a kubeconfig file; left out: $KUBECONFIG, then ~/.kube/config",
        },
      ]);
    });
  }

  it("is taken as a path, of any file and system", () => {
    for (const kubeconfig of ["~/.kube/config", "/etc/kube config.yaml", "C:\\kube\\config"]) {
      const { cluster } = read({ ...fromEngine, kubeconfig }, ["llmProviderApiKey"]);
      expect(cluster.kubeconfig).to.equal(kubeconfig);
    }
  });
});

describe("the configuration of the running stack", () => {
  const SECRET_KEYS = "PULUMI_CONFIG_SECRET_KEYS";
  const keysBefore = process.env[SECRET_KEYS];

  /** As the engine's language host starts a program. */
  async function running(settings: Record<string, string>, secretKeys: string | undefined) {
    const mocks: pulumi.runtime.Mocks = {
      newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
      call: () => ({}),
    };
    await pulumi.runtime.setMocks(mocks, "nephoran", "home");
    pulumi.runtime.setAllConfig(settings);
    if (secretKeys === undefined) Reflect.deleteProperty(process.env, SECRET_KEYS);
    else process.env[SECRET_KEYS] = secretKeys;
  }
  afterEach(async () => {
    pulumi.runtime.setAllConfig({});
    await pulumi.runtime.disconnect();
    if (keysBefore === undefined) Reflect.deleteProperty(process.env, SECRET_KEYS);
    else process.env[SECRET_KEYS] = keysBefore;
  });

  const stack = {
    "nephoran:topology": JSON.stringify(topologyWith({})),
    "nephoran:VERSION": "1.4.2",
    "nephoran:oauth2ClientSecret": SECRET,
    // Settings of others are nobody's business here.
    "kubernetes:context": "elsewhere",
  };

  for (const keys of [
    '["nephoran:oauth2ClientSecret"]',
    '["nephoran:config:oauth2ClientSecret"]',
    '["aws:secretKey","nephoran:oauth2ClientSecret"]',
    undefined,
  ]) {
    it(`is read with its secrets where the engine says ${String(keys)}`, async () => {
      await running(stack, keys);
      const { region, release, oauth2 } = readProgramConfig();
      expect([region.name, release.version]).to.deep.equal(["home", "1.4.2"]);
      expect(oauth2.clientSecret).to.be.instanceOf(SecretText);
    });
  }

  it("is refused if another project's key of that name is the encrypted one", async () => {
    await running(stack, '["other:oauth2ClientSecret"]');
    expect(configProblems(readProgramConfig).map(({ key, seen }) => [key, seen])).to.deep.equal([
      ["nephoran:oauth2ClientSecret", "not encrypted"],
    ]);
  });

  it("is refused without a topology, or with a text for one", async () => {
    await running({ "nephoran:VERSION": "1.4.2" }, undefined);
    expect(configProblems(readProgramConfig).map(({ key, seen }) => [key, seen])).to.deep.equal([
      ["topology", "missing"],
    ]);
    await running({ ...stack, "nephoran:topology": "{regions" }, undefined);
    expect(configProblems(readProgramConfig).map(({ key, seen }) => [key, seen])).to.deep.equal([
      ["topology", '"{regions"'],
    ]);
  });
});
