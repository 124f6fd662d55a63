import type { Recorder } from "../api/recorder";
import type { Topology } from "../../../config/topology";
import type { ApiClient } from "../cluster/api-client";
import type { ObjectName } from "../cluster/lease";
import { followText } from "../cluster/overrides-watch";
import type { Controller } from "../controller/controller";
import type { Override } from "../decision/override";
import { overridesConfigMap } from "../overrides/config-map";
import { parseOverrides } from "../overrides/overrides";
import type { SourceLog } from "./source-log";

export interface OverridesLoopOptions {
  readonly client: Pick<ApiClient, "call" | "watch">;
  readonly configMap: ObjectName;
  readonly topology: Topology;
  readonly controller: Pick<Controller, "overridesObserved">;
  readonly recorder: Pick<Recorder, "overridesRead">;
  readonly source: SourceLog;
  /** Whenever they have been read. */
  readonly onChange: () => void;
  readonly now: () => number;
}

/**
 * Keeps the controller up to date about overrides, until the signal. What cannot be understood is
 * reported and changes nothing: the last valid ones stay.
 */
export async function followOverrides(
  {
    client,
    configMap,
    topology,
    controller,
    recorder,
    source,
    onChange,
    now,
  }: OverridesLoopOptions,
  signal: AbortSignal,
): Promise<void> {
  let valid: readonly Override[] = [];
  await followText(
    client,
    { ...configMap, key: overridesConfigMap.key },
    (text) => {
      source.worked();
      const parsed = parseOverrides(text, topology);
      if ("overrides" in parsed) valid = parsed.overrides;
      recorder.overridesRead("problems" in parsed ? parsed.problems : undefined, now());
      controller.overridesObserved(valid, now());
      onChange();
    },
    (error) => {
      source.failed(error);
    },
    signal,
  );
}
