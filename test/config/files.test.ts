import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readProject, stackFileProblems } from "../../config/files";
import { secretSettings } from "../../config/region-settings";
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

describe("a secret in a stack file", () => {
  const SECRET = "sk-31415926";
  const CIPHERTEXT = "v1:qM0zBhtxc5r9kYWb:5o3Zr1sD";
  const provider = "{url: https://llm.example.com/v1, cidrs: [192.0.2.0/24]}";

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

  /** Puts settings into the stack file of us-east-1, which nothing forbids a provider. */
  function write(...lines: readonly string[]): void {
    const text = [
      "config:",
      "  nephoran:VERSION: 1.4.2",
      ...lines.map((line) => `  nephoran:${line}`),
    ];
    writeFileSync(join(directory, "Pulumi.us-east-1.yaml"), `${text.join("\n")}\n`);
  }

  it("is taken if it is encrypted, though it cannot be read", () => {
    write(
      `llmProvider: ${provider}`,
      `llmProviderApiKey: {secure: ${CIPHERTEXT}}`,
      `oauth2ClientSecret: {secure: ${CIPHERTEXT}}`,
    );
    const [{ models, oauth2 } = shippedStack("us-east-1")] = readProject(directory).stacks;
    expect(JSON.stringify([models.provider?.apiKey, oauth2.clientSecret])).to.equal(
      '["[secret]","[secret]"]',
    );
  });

  for (const key of secretSettings) {
    for (const value of [SECRET, `"${SECRET}"`, `[${SECRET}]`, `{value: ${SECRET}}`]) {
      it(`is refused as ${key}: ${value}, without being repeated`, () => {
        write(`llmProvider: ${provider}`, `${key}: ${value}`);
        expect(configProblems(() => readProject(directory))).to.deep.equal([
          {
            file: "Pulumi.us-east-1.yaml",
            key: `nephoran:${key}`,
            seen: "not encrypted",
            allowed: `encrypted in the stack file: \`pulumi config set --secret ${key}\` does that`,
          },
        ]);
      });
    }
  }

  it("is not repeated where the file is no YAML, though the place is named", () => {
    write(`oauth2ClientSecret: ${SECRET}: [`, `VERSION: "${SECRET}`);
    const problems = configProblems(() => readProject(directory));
    expect(problems[0]).to.deep.include({
      file: "Pulumi.us-east-1.yaml",
      key: "line 3, column 32",
      seen: "no YAML (BLOCK_AS_IMPLICIT_KEY)",
    });
    expect(JSON.stringify(problems)).to.not.contain(SECRET);
  });

  it("is refused where nothing secret belongs", () => {
    write(`oauth2: {secure: ${CIPHERTEXT}}`, `REGISTRY: {secure: ${CIPHERTEXT}}`);
    const problems = configProblems(() => readProject(directory));
    expect(problems.map(({ key, seen }) => [key, seen])).to.deep.equal([
      ["nephoran:REGISTRY", "encrypted"],
      ["nephoran:oauth2", "encrypted"],
    ]);
  });
});
