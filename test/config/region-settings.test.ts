import { expect } from "chai";
import fc from "fast-check";
import { parseProgramConfig, type ProgramConfig } from "../../config/program-config";
import { regionSettingsSchema, secretSettings } from "../../config/region-settings";
import { SecretText } from "../../config/secret-text";
import { configProblems } from "./config-problems";
import { type Entry, topologyWith } from "./home-region";
import { anySettings, regionEntry, validSettings } from "./valid-settings";

type Settings = Readonly<Record<string, unknown>>;

const parse = (settings: Settings, home: Entry = {}): ProgramConfig =>
  parseProgramConfig({ stack: "home", topology: topologyWith(home), settings });

const refused = (settings: Settings): string[] =>
  configProblems(() => parse({ VERSION: "1.4.2", ...settings })).map(({ key }) => key);

/** Either a configuration or problems that say all: where, what, and what else. */
function expectAnswer(settings: Settings, home: Entry): readonly string[] {
  const problems = configProblems(() => parse(settings, home));
  for (const { file, key, seen, allowed } of problems) {
    expect(file).to.equal("Pulumi.home.yaml");
    expect(key).to.match(/^nephoran:/);
    expect(seen).to.match(/\S/);
    // What zod says by itself is no answer to what may be written.
    expect(allowed)
      .to.match(/\S/)
      .and.not.match(/^(Invalid|Unrecognized|Too|Expected)/);
  }
  return problems.map(({ key }) => key);
}

describe("the settings of a region", () => {
  it("give a configuration that agrees with itself, or say everything about each problem", () => {
    let accepted = 0;
    fc.assert(
      fc.property(validSettings, regionEntry, (settings, home) => {
        if (expectAnswer(settings, home).length > 0) return;
        accepted += 1;
        const { complianceMode, dataResidency, region, models, release } = parse(settings, home);
        expect(dataResidency).to.equal(region.residencyZone !== undefined);
        if (complianceMode === "gdpr") expect(dataResidency).to.equal(true);
        expect(models).to.satisfy(
          ({ inference, provider }: typeof models) => inference ?? provider,
        );
        if (release.version === "latest") expect(settings["allow"]).to.include("latest-image");
      }),
      { numRuns: 300 },
    );
    expect(accepted, "else nothing above was looked at").to.be.greaterThan(0);
  });

  it("never end in anything but a problem, whatever is written", () => {
    fc.assert(
      fc.property(anySettings, regionEntry, (settings, home) => {
        expectAnswer(settings, home);
      }),
      { numRuns: 200 },
    );
  });

  it("are each refused when nothing or a list of lists is written for them", () => {
    for (const key of Object.keys(regionSettingsSchema.shape)) {
      for (const value of [null, [[]]]) {
        expect(refused({ [key]: value }).join(), key).to.match(new RegExp(`^nephoran:${key}\\b`));
      }
    }
  });

  it("that are secrets are known by their schema", () => {
    expect([...secretSettings]).to.deep.equal([
      "llmProviderApiKey",
      "oauth2ClientSecret",
      "meshCaKey",
      "cockroachNodeKey",
      "cockroachRootKey",
      "cockroachClientKeys",
      "publicCertificateKey",
      "cockroachdbLicense",
      "alertWebhookUrl",
    ]);
  });

  it("that are no secrets are refused if they are encrypted, since nothing of them could be read", () => {
    for (const key of Object.keys(regionSettingsSchema.shape)) {
      if (secretSettings.has(key)) continue;
      const problems = configProblems(() =>
        parse({ VERSION: "1.4.2", [key]: new SecretText("7") }),
      );
      expect(
        problems.map((problem) => [problem.key, problem.seen]),
        key,
      ).to.deep.equal([[`nephoran:${key}`, "encrypted"]]);
      expect(problems[0]?.allowed).to.match(/^in clear: \w/);
    }
  });
});

describe("a number among the settings", () => {
  it("is taken as a file has it and as the engine gives it", () => {
    for (const value of [7, "7"]) {
      expect(parse({ VERSION: "1.4.2", MAX_LLM_RPS: value }).limits).to.deep.include({
        maxLlmRequestsPerSecond: 7,
      });
    }
  });

  it("is nothing else that JavaScript would make a number of", () => {
    for (const value of ["", " ", "1e1", "0x10", " 7 ", "7.0", "+7", true, [7], null]) {
      const text = JSON.stringify(value);
      expect(refused({ MAX_LLM_RPS: value }), text).to.deep.equal(["nephoran:MAX_LLM_RPS"]);
      expect(refused({ inferenceGpus: value }), text).to.deep.equal(["nephoran:inferenceGpus"]);
    }
  });
});

describe("an image tag", () => {
  for (const key of ["VERSION", "weaviateVersion"]) {
    it(`is a text as ${key}, digits or not`, () => {
      for (const tag of ["1.10", "7", "1.4.2", "v1_rc-2"]) {
        expect(refused({ [key]: tag }), tag).to.deep.equal([]);
      }
    });

    it(`is no number as ${key}, of which YAML has taken a zero away`, () => {
      for (const tag of [1.1, 7, 0]) {
        expect(refused({ [key]: tag }), String(tag)).to.deep.equal([`nephoran:${key}`]);
      }
    });
  }

  it("is said to need quotes", () => {
    const [problem] = configProblems(() => parse({ VERSION: 1.1 }));
    expect(problem?.allowed).to.match(/such as 1\.4\.2; in quotes where YAML would take it for/);
  });
});

describe("the Secrets that open a registry", () => {
  it("are none unless named, and kept in their order", () => {
    expect(parse({ VERSION: "1.4.2" }).release.pullSecrets).to.deep.equal([]);
    const { release } = parse({ VERSION: "1.4.2", imagePullSecrets: ["mirror", "docker.io"] });
    expect(release.pullSecrets).to.deep.equal(["mirror", "docker.io"]);
  });

  it("are named as Kubernetes names them", () => {
    for (const name of ["", "Registry", "-a", "a-", "a/b", "a".repeat(254)]) {
      expect(refused({ imagePullSecrets: ["mirror", name] }), name).to.deep.equal([
        "nephoran:imagePullSecrets[1]",
      ]);
    }
  });
});

describe("the addresses of a DNS cache", () => {
  it("are none unless given, and never all of the world", () => {
    expect(parse({ VERSION: "1.4.2" })).to.not.have.property("dnsCidrs");
    const dnsCidrs = ["169.254.20.10/32", "fd00::a/128"];
    expect(parse({ VERSION: "1.4.2", dnsCidrs }).dnsCidrs).to.deep.equal(dnsCidrs);
    expect(refused({ dnsCidrs: ["169.254.20.10/32", "0.0.0.0/0"] })).to.deep.equal([
      "nephoran:dnsCidrs[1]",
    ]);
  });
});

describe("WEAVIATE_STORAGE_SIZE", () => {
  const refusedSize = (size: unknown): boolean =>
    refused({ WEAVIATE_STORAGE_SIZE: size }).length > 0;

  it("takes whole amounts with a binary suffix, and keeps them as they are", () => {
    for (const size of ["1Gi", "100Gi", "999Ti", "512Mi", "104857600Ki", "1Pi"]) {
      expect(
        parse({ VERSION: "1.4.2", WEAVIATE_STORAGE_SIZE: size }).weaviate.storageSize,
      ).to.equal(size);
    }
  });

  for (const [size, why] of [
    ["100GB", "is no unit of Kubernetes"],
    ["100G", "is decimal"],
    ["100 Gi", "has a blank"],
    ["-1Gi", "is less than nothing"],
    ["0", "is nothing"],
    ["0Gi", "is nothing"],
    ["007Gi", "begins with a zero"],
    ["1e3Gi", "has an exponent and a suffix"],
    ["1.5Gi", "is a fraction"],
    ["100gi", "is in lower case"],
    ["Gi", "has no number"],
    ["", "says nothing"],
    ["100Gi\n", "ends in a line break"],
    ["100", "would be bytes"],
    [100, "would be bytes"],
  ] as const) {
    it(`refuses ${JSON.stringify(size)}, which ${why}`, () => {
      expect(refusedSize(size)).to.equal(true);
    });
  }

  it("says what it would take instead", () => {
    expect(
      configProblems(() => parse({ VERSION: "1.4.2", WEAVIATE_STORAGE_SIZE: "100GB" })),
    ).to.deep.equal([
      {
        file: "Pulumi.home.yaml",
        key: "nephoran:WEAVIATE_STORAGE_SIZE",
        seen: '"100GB"',
        allowed: "an amount of storage with a binary suffix, such as 100Gi",
      },
    ]);
  });
});
