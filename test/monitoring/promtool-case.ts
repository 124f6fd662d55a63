/** A series that goes into a rule. */
export type InputSeries =
  | { readonly series: string; readonly counterPerSecond: number }
  | { readonly series: string; readonly gauge: number; readonly lately?: Change };

/** What a gauge has been for a while. */
export interface Change {
  /** Whole steps of 5 s, up to now. */
  readonly seconds: number;
  /** Left out: it is not told any more. */
  readonly gauge?: number;
}

/** A rule with worked numbers: what goes in, steadily and from long ago, and what comes out. */
export interface RuleCase {
  /** What is looked at, a sentence that begins with the rule's name. */
  readonly title: string;
  readonly record: string;
  readonly given: readonly InputSeries[];
  /** Every sample of the record, by its labels. */
  readonly expected: Readonly<Record<string, number>>;
  /** How far the window of the rule reaches back, seconds. @default 60 */
  readonly windowSeconds?: number;
}

/** How a case's series are changed before they go in. */
export type Twist = "steady" | "counters reset" | "another pod tells NaN" | "everybody tells NaN";

/** Seconds between two samples. */
const STEP = 5;

/** Samples that counters have grown for since they began anew. */
const SINCE_RESET = 3;

/** A file for `promtool test rules`: each case in each way that it is asked for. */
export function promtoolTests(
  ruleFiles: readonly string[],
  cases: readonly { readonly of: RuleCase; readonly twist: Twist }[],
): Record<string, unknown> {
  return {
    rule_files: ruleFiles,
    evaluation_interval: `${STEP}s`,
    fuzzy_compare: true,
    tests: cases.map(({ of, twist }) => {
      const samples = Math.ceil((of.windowSeconds ?? 60) / STEP) + 2;
      return {
        name: `${of.title}: ${twist}`,
        interval: `${STEP}s`,
        input_series: each(of.given.flatMap((input) => twisted(input, twist, samples))),
        promql_expr_test: [
          {
            // Sums of fractions are off by their last digits.
            expr: `round(${of.record}, 1e-9)`,
            eval_time: `${samples * STEP}s`,
            exp_samples:
              twist === "everybody tells NaN"
                ? []
                : Object.entries(of.expected).map(([labels, value]) => ({
                    labels: labels === "" ? "{}" : labels,
                    value,
                  })),
          },
        ],
      };
    }),
  };
}

/** Pods of one case may become the same other pod. */
const each = (all: readonly PromtoolSeries[]): PromtoolSeries[] => [
  ...new Map(all.map((one) => [one.series, one])).values(),
];

interface PromtoolSeries {
  readonly series: string;
  readonly values: string;
}

function twisted(input: InputSeries, twist: Twist, samples: number): PromtoolSeries[] {
  const { series } = input;
  const nan = Array.from({ length: samples + 1 }, () => "NaN").join(" ");
  switch (twist) {
    case "steady":
      return [{ series, values: steady(input, samples) }];
    case "counters reset":
      return [{ series, values: begunAnew(input, samples) }];
    case "another pod tells NaN":
      return [
        { series, values: steady(input, samples) },
        { series: onAnotherPod(series), values: nan },
      ];
    case "everybody tells NaN":
      return [{ series, values: nan }];
  }
}

const steady = (input: InputSeries, samples: number): string =>
  "gauge" in input ? gaugeOf(input, samples) : `0+${input.counterPerSecond * STEP}x${samples}`;

function gaugeOf(
  { gauge, lately }: Extract<InputSeries, { gauge: number }>,
  samples: number,
): string {
  if (lately === undefined) return `${gauge}x${samples}`;
  const changed = lately.seconds / STEP;
  const before = `${gauge}x${samples - changed}`;
  return lately.gauge === undefined
    ? `${before} stale`
    : `${before} ${lately.gauge}x${changed - 1}`;
}

/** The counter loses what it had, and none of what comes after. */
function begunAnew(input: InputSeries, samples: number): string {
  if ("gauge" in input) return steady(input, samples);
  const growth = input.counterPerSecond * STEP;
  const before = samples - SINCE_RESET - 1;
  return `0+${growth}x${before} ${growth}+${growth}x${SINCE_RESET}`;
}

const onAnotherPod = (series: string): string =>
  series.includes('pod="')
    ? series.replace(/pod="[^"]*"/, 'pod="nephoran-gateway-nan"')
    : series.replace("{", '{pod="nan",');
