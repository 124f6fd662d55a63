import { z } from "zod";

/** What a traffic controller does with what it decides. */
export const modes = ["active", "shadow"] as const;

/** What decides where the region's entry sends its requests. */
export const trafficController = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe("true or false; false leaves the weights as they are, through every outage"),
    mode: z
      .enum(modes)
      .default("active")
      .describe(
        "active, or shadow: it decides and compares with what is served, and writes nothing",
      ),
  })
  .prefault({})
  .describe("enabled and mode of the region's traffic controller");
