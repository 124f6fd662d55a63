import type { Rule } from "../rule";
import { autoscalerBounds } from "./autoscaler-bounds";
import { autoscalerSignal } from "./autoscaler-signal";
import { backupsScheduled } from "./backups-scheduled";
import { boundedJobs } from "./bounded-jobs";
import { capacity } from "./capacity";
import { coreBudget } from "./core-budget";
import { keptVolumes } from "./kept-volumes";
import { monthlyBudget } from "./monthly-budget";
import { oneScaler } from "./one-scaler";
import { reportLabels } from "./report-labels";
import { volumeSize } from "./volume-size";

/** Rules of this family, in the order in which they are reported. */
export const costRules: readonly Rule[] = [
  monthlyBudget,
  capacity,
  coreBudget,
  autoscalerBounds,
  autoscalerSignal,
  oneScaler,
  backupsScheduled,
  reportLabels,
  boundedJobs,
  keptVolumes,
  volumeSize,
];
