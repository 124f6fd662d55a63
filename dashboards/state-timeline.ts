import { VisibilityMode } from "@grafana/grafana-foundation-sdk/common";
import { MappingType } from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder as StateTimelineBuilder } from "@grafana/grafana-foundation-sdk/statetimeline";
import { dataSource, NO_DATA, type PanelAt, type PanelText, queries, type Query } from "./panel";

/** A state as it is drawn; its number is its place in the list, from 1 on. */
export interface DrawnState {
  readonly name: string;
  /** By Grafana's name. */
  readonly color: string;
}

/**
 * A bar for each series, coloured by the state that it is in.
 *
 * @param states names of the numbers 1, 2, … that the queries answer.
 */
export const stateTimeline =
  (
    { title, description, unit }: PanelText,
    states: readonly DrawnState[],
    asked: readonly Query[],
  ): PanelAt =>
  (place) =>
    new StateTimelineBuilder()
      .title(title)
      .description(description)
      .unit(unit)
      .noValue(NO_DATA)
      .datasource(dataSource)
      .gridPos(place)
      .targets(queries(asked))
      .mappings([
        {
          type: MappingType.ValueToText,
          options: Object.fromEntries(
            states.map(({ name, color }, index) => [
              String(index + 1),
              { text: name, color, index },
            ]),
          ),
        },
      ])
      // The names stand in the legend, and one in each bar would hide short ones.
      .showValue(VisibilityMode.Never);
