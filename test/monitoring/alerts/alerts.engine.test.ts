import { expect } from "chai";
import { alertFile, alerts } from "../../../monitoring/alerts/alert-file";
import { type Alert, alertingRule } from "../../../monitoring/alerts/alert";
import { globalRules } from "../../../monitoring/rules/global";
import { ruleFile } from "../../../monitoring/rules/recording-rule";
import { shippedProject } from "../../shipped-project";
import { promtool } from "../promtool";
import type { AlertCase, Told } from "./alert-case";
import { alertCases, caseRegions } from "./alert-cases";

const [someRegion] = shippedProject.topology.regions;
if (someRegion === undefined) throw new Error("The shipped topology has no region.");
const topology = { regions: caseRegions.map((name) => ({ ...someRegion, name })) };

/** For 30 min; promtool has no shorter way to write it. */
const NAN = Array.from({ length: 120 }, () => "NaN").join(" ");

describe("the alerts, in Prometheus' own test of rules,", function () {
  this.timeout(60_000);

  /** Fails with what promtool says where something else is told than is expected. */
  async function expectTold(alert: Alert, { series, moments }: Omit<AlertCase, "title">) {
    const test = {
      rule_files: ["global.yaml", "alerts.yaml"],
      evaluation_interval: "15s",
      group_eval_order: ["nephoran-global", "nephoran-alerts"],
      tests: [
        {
          interval: "15s",
          input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
          alert_rule_test: Object.entries(moments).map(([moment, told]) => ({
            eval_time: moment,
            alertname: alert.name,
            exp_alerts: told.map((one) => expected(alert, one)),
          })),
        },
      ],
    };
    await promtool(
      {
        "global.yaml": ruleFile(globalRules),
        "alerts.yaml": alertFile(topology),
        "test.yaml": test,
      },
      ...["test", "rules", "test.yaml"],
    );
  }

  const expected = (alert: Alert, { labels, summary, description }: Told) => {
    const rule = alertingRule(alert);
    return {
      exp_labels: { ...labels, ...rule.labels },
      exp_annotations: { ...rule.annotations, summary, description },
    };
  };

  it("are accepted for the shipped regions, with all that it can find to complain of", async () => {
    const said = await promtool(
      { "alerts.yaml": alertFile(shippedProject.topology) },
      ...["check", "rules", "--lint=all", "--lint-fatal", "alerts.yaml"],
    );
    expect(said).to.contain(`SUCCESS: ${alerts(shippedProject.topology).length} rules found`);
  });

  it("have a case each", () => {
    expect(Object.keys(alertCases)).to.deep.equal(alerts(topology).map(({ name }) => name));
  });

  for (const alert of alerts(topology)) {
    const [first, ...others] = alertCases[alert.name] ?? [];
    if (first === undefined) continue;

    for (const one of [first, ...others]) {
      it(`${alert.name} ${one.title}`, () => expectTold(alert, one));
    }

    it(`${alert.name} is silent where nothing is a number`, async () => {
      // A region is silent without samples, whatever they say.
      const isOfTime = (name: string): boolean => name.startsWith("nephoran:region:heartbeat");
      await expectTold(alert, {
        series: Object.fromEntries(
          Object.entries(first.series).map(([name, values]) => [
            name,
            isOfTime(name) && alert.name !== "RegionSilent" ? values : NAN,
          ]),
        ),
        moments: { "25m": [] },
      });
    });

    if (alert.name !== "RegionSilent") {
      it(`${alert.name} is silent without data`, () =>
        expectTold(alert, { series: {}, moments: { "25m": [] } }));
    }
  }
});
