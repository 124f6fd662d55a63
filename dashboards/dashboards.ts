import { acrossRegions } from "./across-regions";
import { trafficControllers } from "./traffic-controllers";

/** Every dashboard, by the name of its file. */
export const dashboards = {
  "nephoran-across-regions.json": acrossRegions,
  "nephoran-traffic-controllers.json": trafficControllers,
} as const satisfies Readonly<Record<string, () => object>>;

/** The dashboard that is shown first. */
export const HOME_DASHBOARD: keyof typeof dashboards = "nephoran-across-regions.json";

/** Every dashboard as Grafana reads it. */
export const dashboardFiles = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(dashboards).map(([file, dashboard]) => [
      file,
      JSON.stringify(dashboard(), null, 2),
    ]),
  );
