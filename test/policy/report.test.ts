import { expect } from "chai";
import { defaultConfiguration } from "../../policy/configuration";
import { unusedExceptions } from "../../policy/exceptions";
import type { PolicyException } from "../../policy/pack-config";
import { jsonReport } from "../../policy/report/json";
import { COMMENT_MARKER, markdownReport } from "../../policy/report/markdown";
import type { PolicyReport } from "../../policy/report/report";
import { terminalReport } from "../../policy/report/terminal";
import { judge } from "../../policy/verdict";
import { shippedStack } from "../shipped-project";
import { TODAY } from "./judge";
import { notRed, painted, someGreen } from "./sample-rules";

const exception: PolicyException = {
  rule: notRed.id,
  resource: "lamp",
  reason: "The lamp has to be seen from far away.",
  approvedBy: "safety@example.org",
  expires: "2026-12-31",
};

/** A stack of red things, with these exceptions. */
function reported(names: readonly string[], exceptions: PolicyException[] = []): PolicyReport {
  const { config, levels } = defaultConfiguration;
  const resources = names.map((name) => {
    const { type, props } = painted(name, "red");
    return { type, name, custom: true, inputs: props };
  });
  const verdict = judge(
    { config: shippedStack("us-east-1"), resources },
    {
      rules: [notRed, { ...someGreen, level: "advisory" }],
      configuration: { config: { ...config, exceptions }, levels },
      now: TODAY,
    },
  );
  return {
    verdicts: [verdict],
    unused: unusedExceptions(exceptions, verdict.findings),
    withCharts: true,
  };
}

describe("a report", () => {
  it("names at the terminal what is violated, why, and what to change", () => {
    expect(terminalReport(reported(["door"]))).to.equal(
      [
        "us-east-1        1 resources, 2 rules, 1 violations, 1 advisory, 0 excepted",
        "",
        "[mandatory] cost-not-red",
        "kubernetes:core/v1:ConfigMap door: It is red.",
        "  Why: Red is loud.",
        "  Change: Paint it.",
        "",
        "[advisory] cost-some-green",
        "The stack as a whole: None is green.",
        "  Why: Red is loud.",
        "  Change: Paint it.",
      ].join("\n"),
    );
  });

  it("tells of every exception that is used, and of every one that is not", () => {
    const lost = { ...exception, resource: "gone" };
    const text = terminalReport(reported(["lamp"], [exception, lost]));
    expect(text).to.contain(
      "[excepted] cost-not-red\nkubernetes:core/v1:ConfigMap lamp: It is red.",
    );
    expect(text).to.contain("Excepted by safety@example.org until 2026-12-31: The lamp");
    expect(text).to.contain(
      "[unused exception] The exception of safety@example.org for gone from cost-not-red allows nothing.",
    );
  });

  it("says that charts were left out", () => {
    expect(terminalReport({ ...reported([]), withCharts: false })).to.contain("--charts adds it");
  });

  it("is a comment for a pull request, which the next run can find", () => {
    const text = markdownReport(reported(["door", "lamp"], [exception]));
    expect(text.split("\n").slice(0, 6)).to.deep.equal([
      COMMENT_MARKER,
      "### Policy: 1 violation stops this",
      "",
      "| region | resources | rules | violations | advisory | excepted |",
      "| --- | --: | --: | --: | --: | --: |",
      "| us-east-1 | 2 | 2 | 1 | 1 | 1 |",
    ]);
    expect(text).to.contain(
      "- **`cost-not-red`** in us-east-1: `kubernetes:core/v1:ConfigMap door`",
    );
    expect(text).to.contain("#### Exceptions in use");
  });

  it("lets no name of a resource be markup in the comment", () => {
    const report = reported(
      ["lamp"],
      [{ ...exception, reason: "see <img src=x> [here](http://x)" }],
    );
    expect(markdownReport(report)).to.contain("see \\<img src=x\\> \\[here\\](http://x)");
    expect(markdownReport(reported(["`door`<b>"]))).to.contain(
      ": `kubernetes:core/v1:ConfigMap 'door'<b>`",
    );
  });

  it("fits into a comment however much is wrong", () => {
    const many = Array.from({ length: 2_000 }, (_, index) => `door-${index}`);
    const text = markdownReport(reported(many));
    expect(text.length).to.be.below(65_536);
    expect(text.trimEnd().endsWith("_Cut here: `npm run policy` shows all of it._")).to.equal(true);
  });

  it("is one JSON object a line for programs", () => {
    const lines = jsonReport(reported(["door", "lamp"], [exception]))
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ kind }) => kind)).to.deep.equal([
      "violation",
      "excepted",
      "violation",
      "summary",
    ]);
    expect(lines[3]).to.deep.equal({
      kind: "summary",
      region: "us-east-1",
      resources: 2,
      rules: 2,
      mandatory: 1,
      advisory: 1,
      excepted: 1,
      withCharts: true,
    });
  });
});
