import { expect } from "chai";
import { globalRules } from "../../monitoring/rules/global";
import { ruleFile } from "../../monitoring/rules/recording-rule";
import { regionRules } from "../../monitoring/rules/region";
import { globalRuleCases } from "./global-rule-cases";
import { promtool } from "./promtool";
import { promtoolTests, type RuleCase, type Twist } from "./promtool-case";
import { caseRegion, regionRuleCases } from "./region-rule-cases";

/** Rules that are made from configuration or the clock, and so are never absent. */
const FROM_NOTHING = ["nephoran:region:heartbeat", "nephoran:region:intent_capacity"];

const kinds = [
  { which: "a region", groups: regionRules(caseRegion), cases: regionRuleCases },
  { which: "all regions together", groups: globalRules, cases: globalRuleCases },
];

for (const { which, groups, cases } of kinds) {
  describe(`the rules of ${which}, in Prometheus' own test of rules,`, function () {
    this.timeout(60_000);

    const rules = ruleFile(groups);
    const records = [
      ...new Set(groups.flatMap((group) => group.rules.map(({ record }) => record))),
    ];

    const run = (some: readonly RuleCase[], twist: Twist): Promise<string> =>
      promtool(
        {
          "rules.yaml": rules,
          "test.yaml": promtoolTests(
            ["rules.yaml"],
            some.map((of) => ({ of, twist })),
          ),
        },
        "test",
        "rules",
        "test.yaml",
      );

    it("are accepted, and none is there twice", async () => {
      const said = await promtool(
        { "rules.yaml": rules },
        "check",
        "rules",
        "--lint=all",
        "--lint-fatal",
        "rules.yaml",
      );
      expect(said).to.contain("SUCCESS");
    });

    it("have a case each", () => {
      const covered = new Set(cases.map(({ record }) => record));
      const missing = records.filter((record) => !covered.has(record));
      expect(missing).to.have.members(FROM_NOTHING.filter((record) => records.includes(record)));
    });

    for (const one of cases) {
      it(one.title, () => run([one], "steady"));
    }

    it("are absent, each of them, where nobody measures anything", () =>
      promtool(
        {
          "rules.yaml": rules,
          "test.yaml": {
            rule_files: ["rules.yaml"],
            evaluation_interval: "5s",
            tests: [
              {
                interval: "5s",
                input_series: [],
                promql_expr_test: records
                  .filter((record) => !FROM_NOTHING.includes(record))
                  .map((expr) => ({ expr, eval_time: "5m", exp_samples: [] })),
              },
            ],
          },
        },
        "test",
        "rules",
        "test.yaml",
      ));

    it("are absent, and no NaN, where all that is told is NaN", () =>
      run(
        cases.filter(({ record }) => !FROM_NOTHING.includes(record)),
        "everybody tells NaN",
      ));

    it("lose nothing when processes begin to count anew", () => run(cases, "counters reset"));

    if (which === "a region") {
      it("are not disturbed by a pod that tells NaN", () => run(cases, "another pod tells NaN"));

      it("know the region's capacity, and the time, without being told", () =>
        promtool(
          {
            "rules.yaml": rules,
            "test.yaml": {
              rule_files: ["rules.yaml"],
              evaluation_interval: "5s",
              tests: [
                {
                  interval: "5s",
                  input_series: [],
                  promql_expr_test: [
                    {
                      expr: "nephoran:region:intent_capacity",
                      eval_time: "1m",
                      exp_samples: [
                        {
                          labels: `nephoran:region:intent_capacity{region="us-east-1"}`,
                          value: 100,
                        },
                      ],
                    },
                    {
                      expr: "nephoran:region:heartbeat",
                      eval_time: "1m",
                      exp_samples: [
                        { labels: `nephoran:region:heartbeat{region="us-east-1"}`, value: 60 },
                      ],
                    },
                  ],
                },
              ],
            },
          },
          "test",
          "rules",
          "test.yaml",
        ));
    }
  });
}
