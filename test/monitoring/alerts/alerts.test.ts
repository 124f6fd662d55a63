import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { alertFile, alerts } from "../../../monitoring/alerts/alert-file";
import { type AlertingRule, RUNBOOKS } from "../../../monitoring/alerts/alert";
import { projectDirectory, shippedProject } from "../../shipped-project";
import { expressionNames } from "../expression-names";
import { globalLabels, globalSeries } from "../global-series";

const { topology } = shippedProject;
const all = alerts(topology);

describe("the alerts", () => {
  it("are those of users' requests, of whoever steers them, of the state store, and of whoever watches", () => {
    expect(all.map(({ name, severity }) => `${name}: ${severity}`)).to.deep.equal([
      "GlobalSuccessRateLow: critical",
      "RegionalOutage: critical",
      "TrafficImbalance: warning",
      "HighFailoverRate: warning",
      "TrafficWritesFailing: critical",
      "TrafficControllerLeaderless: critical",
      "TrafficOverloaded: critical",
      "TrafficSignalsMissing: warning",
      "TrafficOverridesInvalid: warning",
      "TrafficShadowDisagrees: warning",
      "StateStoreNodeDown: warning",
      "StateStoreNodeNotLive: warning",
      "StateStoreRangesUnavailable: critical",
      "StateStoreRangesUnderReplicated: warning",
      "RegionSilent: critical",
      "RuleEvaluationFailing: critical",
      "NotificationsFailing: critical",
      "ControlPlaneDown: warning",
    ]);
  });

  for (const { name, expression, summary, description } of all) {
    it(`${name} asks only for series and labels that there are`, () => {
      const asked = expressionNames(expression);
      expect(asked.series).to.not.have.length(0);
      expect(asked.series.filter((one) => !globalSeries.has(one))).to.deep.equal([]);
      expect(asked.labels.filter((one) => !globalLabels.has(one))).to.deep.equal([]);
    });

    it(`${name} says what is wrong in one line and in a sentence`, () => {
      expect(summary).to.match(/^(\{\{ |[A-Z])[^\n]*[^.]$/);
      expect(description).to.match(/^(\{\{ |[A-Z])[^\n]*\.$/);
    });
  }

  it("are a rule file with a severity and a runbook for each", () => {
    const { groups } = parse(alertFile(topology)) as {
      readonly groups: readonly { readonly rules: readonly AlertingRule[] }[];
    };
    const rules = groups.flatMap((group) => group.rules);
    expect(rules.map(({ alert }) => alert)).to.deep.equal(all.map(({ name }) => name));
    for (const { alert, labels, annotations } of rules) {
      expect(["critical", "warning"]).to.include(labels.severity);
      expect(annotations.runbook_url).to.equal(`${RUNBOOKS}#${alert.toLowerCase()}`);
    }
  });

  it("miss every region of the topology that falls silent", () => {
    const silent = all.find(({ name }) => name === "RegionSilent")?.expression ?? "";
    for (const { name } of topology.regions) {
      expect(silent).to.contain(
        `absent_over_time(nephoran:region:heartbeat{region="${name}"}[2m])`,
      );
    }
  });

  describe(`in ${RUNBOOKS}`, () => {
    const page = readFileSync(join(projectDirectory, RUNBOOKS), "utf8");

    it("stand in a table, as they are", () => {
      const rows = all.map(
        ({ name, severity, lasting, summary }) =>
          `| [${name}](#${name.toLowerCase()}) | ${severity} | ${lasting} | ${plain(summary)} |`,
      );
      const table = page
        .split("\n")
        .filter((line) => /^\| \[\w+\]\(#/.test(line))
        .map((line) => line.replaceAll(/ +/g, " "));
      expect(table, `The table should be:\n${rows.join("\n")}\n`).to.deep.equal(rows);
    });

    it("each have a runbook, and no other has", () => {
      const headings = [...page.matchAll(/^### (\w+)$/gm)].map(([, heading]) => heading);
      expect(headings).to.deep.equal(all.map(({ name }) => name));
    });
  });
});

/** A text of an alert without the alert's own values. */
const plain = (text: string): string =>
  text
    .replace(/^\{\{ \$labels\.region \}\}/, "A region")
    .replace(/^\{\{ \$labels\.job \}\}/, "A part")
    .replaceAll("{{ $labels.region }}", "a region");
