/** Path of the region's signals, at the controller and at the gateway that asks it. */
export const SIGNALS_PATH = "/signals";

/** Path at the region's own gateway that leads to the signals of a region. */
export const signalsPath = (region: string): string => `${SIGNALS_PATH}/${region}`;

/** Header that says whose gateway answered, whether or not the controller behind it did. */
export const REGION_HEADER = "x-nephoran-region";
