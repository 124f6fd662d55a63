import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { isMap, parseDocument, type YAMLMap } from "yaml";
import { readProject, requireSharedTopology, stackFileProblems } from "../../config/files";
import type { ProgramConfig } from "../../config/program-config";
import { PROJECT } from "../../config/project";
import { secretSettings } from "../../config/region-settings";
import { TOPOLOGY_FILE } from "../../config/topology";
import { projectDirectory, shippedProject, shippedStack } from "../shipped-project";
import { configProblems } from "./config-problems";

describe("the project's files", () => {
  it("give one stack for each region, in the topology's order", () => {
    expect(shippedProject.stacks.map(({ region }) => region)).to.deep.equal(
      shippedProject.topology.regions,
    );
  });

  it("pin a release in every shipped stack", () => {
    for (const { release } of shippedProject.stacks) expect(release.version).to.not.equal("latest");
  });

  it("are told apart from a stack file without a region and a region without a stack file", () => {
    const files = ["Pulumi.yaml", "Pulumi.us-east-1.yaml", "Pulumi.mars-1.yaml", "index.ts"];
    const problems = stackFileProblems(["us-east-1", "eu-west-1"], files);
    expect(problems.map(({ file, seen }) => [file, seen])).to.deep.equal([
      ["Pulumi.mars-1.yaml", "for a region that the topology does not have"],
      ["Pulumi.eu-west-1.yaml", "missing"],
    ]);
  });
});

/** A copy of the project's files for each test, gone after it. */
function copiedProject(): () => string {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "nephoran-project-"));
    for (const file of readdirSync(projectDirectory).filter((name) =>
      /^Pulumi\..*yaml$/.test(name),
    )) {
      copyFileSync(join(projectDirectory, file), join(directory, file));
    }
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });
  return () => directory;
}

describe("the project file", () => {
  const directory = copiedProject();

  /** Changes what Pulumi.yaml has under `config`. */
  function edit(change: (config: YAMLMap) => unknown): void {
    const file = join(directory(), TOPOLOGY_FILE);
    const document = parseDocument(readFileSync(file, "utf8"));
    const config = document.get("config");
    if (!isMap(config)) throw new Error("The project file has no config.");
    change(config);
    writeFileSync(file, document.toString());
  }

  const problems = () => configProblems(() => readProject(directory()));

  it("has the name that its settings are written under", () => {
    expect(shippedProject.name).to.equal(PROJECT);
  });

  it("is refused where it sets for all stacks what belongs to a region", () => {
    edit((config) => {
      config.set("LLM_REPLICAS", 5);
      config.set("nephoran:allow", { value: ["latest-image"] });
    });
    expect(problems()).to.deep.equal(
      ["LLM_REPLICAS", "nephoran:allow"].map((key) => ({
        file: "Pulumi.yaml",
        key: `config.${key}`,
        seen: "set for all stacks",
        allowed: "topology alone; a setting of a region stands in its stack file",
      })),
    );
  });

  it("may set what is not the project's own", () => {
    edit((config) => {
      config.set("pulumi:disable-default-providers", { value: ["kubernetes"] });
    });
    expect(problems()).to.deep.equal([]);
  });

  it("is refused without a topology, in words", () => {
    edit((config) => config.delete("topology"));
    const missing = {
      file: "Pulumi.yaml",
      key: "config.topology",
      seen: "missing",
      allowed: "the topology, as its `value`",
    };
    expect(problems()).to.deep.equal([missing]);
    const config = shippedStack("eu-west-1");
    expect(
      configProblems(() => {
        requireSharedTopology(directory(), config);
      }),
    ).to.deep.equal([missing]);
  });
});

describe("the topology that a stack runs with", () => {
  const directory = copiedProject();
  const config = shippedStack("eu-west-1");
  const problems = (given: ProgramConfig) =>
    configProblems(() => {
      requireSharedTopology(directory(), given);
    });

  it("is taken where it is that of the project file", () => {
    expect(problems(config)).to.deep.equal([]);
  });

  it("is refused where a stack file has hidden the shared one, even by one number", () => {
    const [first, ...others] = config.topology.regions;
    const regions = first ? [{ ...first, capacityIntentsPerMinute: 1 }, ...others] : [];
    for (const topology of [
      { ...config.topology, regions },
      { ...config.topology, domain: "example.com" },
      { ...config.topology, residencyZones: {} },
    ]) {
      expect(problems({ ...config, topology })).to.deep.equal([
        {
          file: "Pulumi.eu-west-1.yaml",
          key: "nephoran:topology",
          seen: "another topology than that of Pulumi.yaml",
          allowed: "nothing: the regions share one; `pulumi config rm topology` removes it",
        },
      ]);
    }
  });

  it("comes without settings of a region, which all would have", () => {
    const file = join(directory(), TOPOLOGY_FILE);
    writeFileSync(file, `${readFileSync(file, "utf8")}  nephoran:LLM_REPLICAS:\n    value: 9\n`);
    expect(problems(config).map(({ key, seen }) => [key, seen])).to.deep.equal([
      ["config.nephoran:LLM_REPLICAS", "set for all stacks"],
    ]);
  });

  it("is not compared where the program runs inside of another, without a project file", () => {
    rmSync(join(directory(), TOPOLOGY_FILE));
    expect(problems({ ...config, topology: { ...config.topology, regions: [] } })).to.deep.equal(
      [],
    );
  });
});

describe("a secret in a stack file", () => {
  const SECRET = "sk-31415926";
  const CIPHERTEXT = "v1:qM0zBhtxc5r9kYWb:5o3Zr1sD";
  const provider = "{url: https://llm.example.com/v1, cidrs: [192.0.2.0/24]}";

  const directory = copiedProject();

  /** Puts settings into the stack file of us-east-1, which nothing forbids a provider. */
  function write(...lines: readonly string[]): void {
    const text = [
      "config:",
      "  nephoran:VERSION: 1.4.2",
      ...lines.map((line) => `  nephoran:${line}`),
    ];
    writeFileSync(join(directory(), "Pulumi.us-east-1.yaml"), `${text.join("\n")}\n`);
  }

  it("is taken if it is encrypted, though it cannot be read", () => {
    write(
      `llmProvider: ${provider}`,
      `llmProviderApiKey: {secure: ${CIPHERTEXT}}`,
      `oauth2ClientSecret: {secure: ${CIPHERTEXT}}`,
    );
    const [{ models, oauth2 } = shippedStack("us-east-1")] = readProject(directory()).stacks;
    expect(JSON.stringify([models.provider?.apiKey, oauth2.clientSecret])).to.equal(
      '["[secret]","[secret]"]',
    );
  });

  for (const key of secretSettings) {
    for (const value of [SECRET, `"${SECRET}"`, `[${SECRET}]`, `{value: ${SECRET}}`]) {
      it(`is refused as ${key}: ${value}, without being repeated`, () => {
        write(`llmProvider: ${provider}`, `${key}: ${value}`);
        const [problem, ...more] = configProblems(() => readProject(directory()));
        expect(more).to.deep.equal([]);
        expect(problem).to.deep.include({
          file: "Pulumi.us-east-1.yaml",
          key: `nephoran:${key}`,
          seen: "not encrypted",
        });
        expect(problem?.allowed).to.contain(`\`pulumi config set --secret ${key}\` does that`);
        expect(JSON.stringify(problem)).to.not.contain(SECRET);
      });
    }
  }

  it("is not repeated where the file is no YAML, though the place is named", () => {
    write(`oauth2ClientSecret: ${SECRET}: [`, `VERSION: "${SECRET}`);
    const problems = configProblems(() => readProject(directory()));
    expect(problems[0]).to.deep.include({
      file: "Pulumi.us-east-1.yaml",
      key: "line 3, column 32",
      seen: "no YAML (BLOCK_AS_IMPLICIT_KEY)",
    });
    expect(JSON.stringify(problems)).to.not.contain(SECRET);
  });

  it("is refused where nothing secret belongs", () => {
    write(`oauth2: {secure: ${CIPHERTEXT}}`, `REGISTRY: {secure: ${CIPHERTEXT}}`);
    const problems = configProblems(() => readProject(directory()));
    expect(problems.map(({ key, seen }) => [key, seen])).to.deep.equal([
      ["nephoran:REGISTRY", "encrypted"],
      ["nephoran:oauth2", "encrypted"],
    ]);
  });
});
