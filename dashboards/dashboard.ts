import {
  DashboardBuilder,
  DashboardCursorSync,
  type GridPos,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { PanelAt } from "./panel";

/** Columns and rows of Grafana's grid. */
const GRID = { columns: 24, panelHeight: 8 } as const;

/** What a dashboard is called, and what it is for. */
export interface DashboardText {
  readonly title: string;
  /** By which Grafana and links know it; it never changes. */
  readonly uid: string;
  readonly description: string;
}

/** A dashboard of these panels, two by two, in the order in which they are read. */
export const dashboard = ({ title, uid, description }: DashboardText, panels: readonly PanelAt[]) =>
  inTwoColumns(panels)
    .reduce(
      (builder, panel) => builder.withPanel(panel),
      // The schema that Grafana 12 reads from files; the one after it needs Grafana 13.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      new DashboardBuilder(title)
        .uid(uid)
        .description(description)
        .tags(["nephoran"])
        .timezone("utc")
        .time({ from: "now-6h", to: "now" })
        .refresh("30s")
        .tooltip(DashboardCursorSync.Crosshair)
        .readonly(),
    )
    .build();

/** The last panel of an odd number is wide. */
function inTwoColumns(panels: readonly PanelAt[]): ReturnType<PanelAt>[] {
  const half = GRID.columns / 2;
  return panels.map((panel, index) => {
    const alone = index % 2 === 0 && index === panels.length - 1;
    const place: GridPos = {
      x: index % 2 === 0 ? 0 : half,
      y: Math.floor(index / 2) * GRID.panelHeight,
      w: alone ? GRID.columns : half,
      h: GRID.panelHeight,
    };
    return panel(place);
  });
}
