import type { Capture } from "../render/capture";
import { type AppliedLevel, type Configuration, levelOf } from "./configuration";
import { policyResources, violationsOf } from "./evaluate";
import { type Finding, findingOf } from "./exceptions";
import type { PolicyContext, PolicyResource, Rule } from "./rule";

/** What all rules have to say of one region's stack. */
export interface Verdict {
  readonly region: string;
  /** How many resources were looked at. */
  readonly resources: number;
  /** How many rules were applied. */
  readonly rules: number;
  readonly findings: readonly LevelledFinding[];
}

/** A finding, with how strictly its rule is applied. */
export interface LevelledFinding extends Finding {
  readonly level: Exclude<AppliedLevel, "disabled">;
}

export interface JudgeOptions {
  readonly rules: readonly Rule[];
  readonly configuration: Configuration;
  readonly now: Date;
  /** What the stack's charts make, where it is known. */
  readonly chartResources?: readonly PolicyResource[];
}

/** Holds one captured stack against all rules that apply. */
export function judge(
  capture: Pick<Capture, "config" | "resources">,
  { rules, configuration, now, chartResources }: JudgeOptions,
): Verdict {
  const { topology, region } = capture.config;
  const context: PolicyContext = { topology, region, config: configuration.config, now };
  const resources = [...policyResources(capture), ...(chartResources ?? [])];
  const applied = rules.flatMap((rule) => {
    const level = levelOf(rule, configuration);
    const isBlind = rule.kind === "stack" && rule.needsCharts && chartResources === undefined;
    return level === "disabled" || isBlind ? [] : [{ rule, level }];
  });
  return {
    region: region.name,
    resources: resources.length,
    rules: applied.length,
    findings: applied.flatMap(({ rule, level }) =>
      violationsOf([rule], resources, context).map((violation) => ({
        ...findingOf(violation, context),
        level,
      })),
    ),
  };
}

/** What stops a deployment. */
export const isBlocking = ({ level, isExcepted }: LevelledFinding): boolean =>
  level === "mandatory" && !isExcepted;

/** What is only told. */
export const isAdvice = ({ level, isExcepted }: LevelledFinding): boolean =>
  level === "advisory" && !isExcepted;
