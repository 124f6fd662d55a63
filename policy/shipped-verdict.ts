import type { Capture } from "../render/capture";
import { parseConfiguration } from "./configuration";
import { readShippedConfiguration, SHIPPED_CONFIGURATION } from "./configuration-file";
import { rules } from "./rules";
import { judge, type Verdict } from "./verdict";

/** Holds one captured stack against all rules, configured as the pack comes. */
export function judgeAsShipped(capture: Pick<Capture, "config" | "resources">, now: Date): Verdict {
  const { topology } = capture.config;
  const content = readShippedConfiguration();
  const configuration = parseConfiguration(content, SHIPPED_CONFIGURATION, { rules, topology });
  return judge(capture, { rules, configuration, now });
}
