import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import type { GridPos, Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as TimeSeriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";

/** Identifier of the data source that dashboards ask: the Prometheus that all regions write to. */
export const PROMETHEUS_DATA_SOURCE = "prometheus-all-regions";

/** A panel before it has its place. */
export type PanelAt = (place: GridPos) => Builder<Panel>;

/** What every panel says about itself. */
export interface PanelText {
  readonly title: string;
  /** What is shown, how it is made, and what a gap means. */
  readonly description: string;
  /** Of {@link https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/#unit Grafana's units}. */
  readonly unit: string;
}

/** One question to Prometheus, and what its series are called. */
export interface Query {
  readonly expression: string;
  /** Labels in double braces: `{{region}}`. */
  readonly legend: string;
}

/** A data source as panels and queries name it. */
export const dataSource = { type: "prometheus", uid: PROMETHEUS_DATA_SOURCE };

/** What a panel shows where Prometheus has nothing: never a zero that nobody measured. */
export const NO_DATA = "no data";

/** Questions as Grafana asks them, named `A`, `B`, … */
export const queries = (asked: readonly Query[]): DataqueryBuilder[] =>
  asked.map(({ expression, legend }, index) =>
    new DataqueryBuilder()
      .datasource(dataSource)
      .refId(String.fromCharCode("A".charCodeAt(0) + index))
      .expr(expression)
      .legendFormat(legend)
      .range(),
  );

/**
 * Lines over time, with the last value and the extremes in a legend.
 *
 * @param stacked whether values are parts of one whole. @default false
 */
export const timeSeries =
  (
    { title, description, unit }: PanelText,
    asked: readonly Query[],
    { stacked = false }: { readonly stacked?: boolean } = {},
  ): PanelAt =>
  (place) => {
    const panel = new TimeSeriesBuilder()
      .title(title)
      .description(description)
      .unit(unit)
      .min(0)
      .noValue(NO_DATA)
      .datasource(dataSource)
      .gridPos(place)
      .targets(queries(asked))
      .showPoints(VisibilityMode.Never)
      .legend(
        new VizLegendOptionsBuilder()
          .showLegend(true)
          .displayMode(LegendDisplayMode.Table)
          .placement(LegendPlacement.Bottom)
          .calcs(["lastNotNull", "min", "max"]),
      )
      .tooltip(
        new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending),
      );
    return stacked
      ? panel.fillOpacity(40).stacking(new StackingConfigBuilder().mode(StackingMode.Normal))
      : panel;
  };
