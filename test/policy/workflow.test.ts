import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { z } from "zod";
import { COMMENT_MARKER } from "../../policy/report/markdown";
import { projectDirectory } from "../shipped-project";

const workflow = z.object({
  on: z.object({ pull_request: z.null() }),
  jobs: z.object({
    policy: z.object({ steps: z.array(z.object({ run: z.string().optional() })) }),
  }),
});

describe("the workflow for pull requests", () => {
  const file = join(projectDirectory, ".github/workflows/policy.yaml");
  const { jobs } = workflow.parse(parse(readFileSync(file, "utf8")));
  const commands = jobs.policy.steps.flatMap(({ run }) => run ?? []);

  it("runs the pack, keeps its exit code and ends with it", () => {
    expect(commands.slice(0, 1)).to.deep.equal(["npm ci"]);
    expect(commands[1]).to.contain("npm run --silent policy -- --markdown > policy.md\necho");
    expect(commands.at(-1)).to.equal("exit ${{ steps.policy.outputs.code }}");
  });

  it("finds its own comment again by the mark that the summary begins with", () => {
    expect(commands.join("\n")).to.contain(`startswith("${COMMENT_MARKER}")`);
  });
});
