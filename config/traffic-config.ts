import type { RegionSettings } from "./region-settings";

/** What decides where the region's entry sends its requests. */
export interface TrafficConfig {
  readonly trafficController: {
    /** Whether it runs; its objects are there anyway. */
    readonly enabled: boolean;
    /** `shadow` decides and compares with what is served, and writes nothing. */
    readonly mode: "active" | "shadow";
  };
}

export const trafficConfig = ({ trafficController }: RegionSettings): TrafficConfig => ({
  trafficController,
});
