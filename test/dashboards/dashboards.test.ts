import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import type { Dataquery } from "@grafana/grafana-foundation-sdk/prometheus";
import { expect } from "chai";
import { dashboardFiles, dashboards, HOME_DASHBOARD } from "../../dashboards/dashboards";
import { PROMETHEUS_DATA_SOURCE } from "../../dashboards/panel";
import { metricNames, metricOf } from "../../monitoring/metrics";
import { regionRules } from "../../monitoring/rules/region";
import { regionStates } from "../../services/traffic-controller/api/decision-schema";
import { expressionNames } from "../monitoring/expression-names";
import { globalLabels, globalSeries } from "../monitoring/global-series";

type Dashboard = ReturnType<(typeof dashboards)[keyof typeof dashboards]>;

const panelsOf = ({ panels = [] }: Dashboard): Panel[] =>
  panels.filter((panel): panel is Panel => panel.type !== "row");

const queriesOf = (panel: Panel): Dataquery[] => (panel.targets ?? []) as Dataquery[];

describe("the dashboards", () => {
  const all = Object.values(dashboards).map((make) => make());

  it("are files that Grafana reads, one of them its first page", () => {
    const files = dashboardFiles();
    expect(Object.keys(files)).to.include(HOME_DASHBOARD);
    const uids = Object.values(files).map(
      (text) => (JSON.parse(text) as Pick<Dashboard, "uid">).uid,
    );
    expect(new Set(uids).size).to.equal(uids.length);
  });

  for (const dashboard of all) {
    describe(`${dashboard.title}:`, () => {
      for (const panel of panelsOf(dashboard)) {
        it(`${panel.title} says what it shows, in which unit, and asks for what there is`, () => {
          expect(panel.description).to.match(/\.$/);
          expect(panel.fieldConfig?.defaults.unit).to.be.a("string");
          expect(queriesOf(panel)).to.not.have.length(0);
          for (const { expr, legendFormat = "" } of queriesOf(panel)) {
            const { series, labels } = expressionNames(expr);
            expect(series).to.not.have.length(0);
            expect(series.filter((name) => !globalSeries.has(name))).to.deep.equal([]);
            const legend = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label);
            expect(
              [...labels, ...legend].filter((label) => !globalLabels.has(label ?? "")),
            ).to.deep.equal([]);
          }
        });
      }

      it("asks the global Prometheus, in every panel and every query", () => {
        for (const panel of panelsOf(dashboard)) {
          for (const asked of [panel, ...queriesOf(panel)]) {
            expect(asked.datasource).to.deep.equal({
              type: "prometheus",
              uid: PROMETHEUS_DATA_SOURCE,
            });
          }
        }
      });

      it("has its panels side by side and none upon another", () => {
        const cells = panelsOf(dashboard).flatMap(({ gridPos }) => {
          if (gridPos === undefined) throw new Error("A panel has no place.");
          const { x, y, w, h } = gridPos;
          expect(x + w).to.be.at.most(24);
          return Array.from({ length: w * h }, (_, n) => `${x + (n % w)},${y + Math.floor(n / w)}`);
        });
        expect(new Set(cells).size).to.equal(cells.length);
      });
    });
  }

  it("show the five key metrics first, in the series that are kept for them", () => {
    const [first] = all;
    if (first === undefined) throw new Error("There is no dashboard.");
    const shown = panelsOf(first).map((panel) => [
      panel.title,
      ...queriesOf(panel).flatMap(({ expr }) => expressionNames(expr).series),
    ]);
    expect(shown.slice(0, 5)).to.deep.equal([
      ["Global request rate", "nephoran:global:request_rate"],
      ["Regional distribution", "nephoran:global:traffic_share"],
      ["Cross-region latency, P95", "nephoran:region:entry_latency_p95_seconds"],
      [
        "Failover events per hour",
        "nephoran:region:failover_events_per_hour",
        "nephoran:global:failover_events_per_hour",
      ],
      ["Cost per region and hour", "nephoran:region:cost_usd_per_hour"],
    ]);
  });

  const controllers = all.find(({ uid }) => uid === "nephoran-traffic-controllers");
  if (controllers === undefined) throw new Error("No dashboard shows traffic controllers.");

  it("show every metric of traffic controllers, by what regions make of it", () => {
    const shown = new Set(
      all
        .flatMap(panelsOf)
        .flatMap(queriesOf)
        .flatMap(({ expr }) => expressionNames(expr).series),
    );
    const rules = regionRules({
      region: { name: "home", costUsdPerThousandIntents: 1 },
      maxConcurrentIntents: 1,
    }).flatMap((group) => group.rules);
    const reached = rules
      .filter(({ record }) => shown.has(record))
      .flatMap(({ expr }) => expressionNames(expr).series)
      .map((name) => name.replace(/_(bucket|count|sum)$/, ""));
    const told = metricNames.filter((name) => metricOf(name).from === "traffic-controller");
    expect(told).to.include("nephoran_traffic_weight");
    expect(told.filter((name) => !reached.includes(name))).to.deep.equal([]);
  });

  it("name every state of a region by the number that its query makes of it", () => {
    const panel = panelsOf(controllers).find(({ type }) => type === "state-timeline");
    const [asked] = panel === undefined ? [] : queriesOf(panel);
    const numbers = [...(asked?.expr ?? "").matchAll(/(\d) \* [\w:]+\{state="(\w+)"\}/g)].map(
      ([, number, state]) => [number, state],
    );
    const [mapping] = panel?.fieldConfig?.defaults.mappings ?? [];
    const names = Object.entries((mapping?.options ?? {}) as Record<string, { text?: string }>).map(
      ([number, { text }]) => [number, text],
    );
    expect(names).to.deep.equal(numbers);
    expect(names.map(([, name]) => name)).to.have.members([...regionStates]);
    // Two replicas may tell two states for a moment: the worse one is the greater number.
    expect(names.at(-1)?.[1]).to.equal("failed");
  });
});
