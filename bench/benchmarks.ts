import { OperatorError } from "../config/operator-error";
import { whyNoNetwork } from "../sandbox/live/network/availability";
import type { Bench } from "./bench";
import {
  type BenchmarkName,
  type Figure,
  type FigureName,
  figureNames,
  type Reading,
  type Readings,
} from "./figure";
import { lifecycle } from "./lifecycle";
import { decision } from "./decision/decision";
import { policy } from "./policy";
import { preview } from "./preview";
import { push } from "./push/push";

/** One benchmark; several may share one measurement, which then runs once for all of them. */
export interface Benchmark<Name extends BenchmarkName> {
  /** What is held against what, in a few words. */
  readonly about: string;
  readonly measure: (bench: Bench) => Promise<Readings<Name>>;
  /** Why this machine cannot have what it measures; undefined if it can. */
  readonly needs?: () => string | undefined;
}

/** A benchmark for every figure; a figure that none measures does not compile. */
export type Benchmarks = { readonly [Name in BenchmarkName]: Benchmark<Name> };

export const benchmarks: Benchmarks = {
  preview: {
    about: "preview of a region's stack, against that of as many bare ConfigMaps",
    measure: preview,
  },
  up: {
    about: "pulumi up of a region from nothing, against kubectl apply of the same objects",
    measure: lifecycle,
  },
  noop: {
    about: "a second up, which changes nothing, against a second apply",
    measure: lifecycle,
  },
  destroy: {
    about: "pulumi destroy of a region, against kubectl delete",
    measure: lifecycle,
  },
  policy: {
    about: "preview of a region's stack with the policy pack, against the same without",
    measure: policy,
  },
  decision: {
    about: "a decision of the traffic controller, against JSON.parse of what it decides by",
    measure: decision,
  },
  push: {
    about: "a row of weights from the API server to the gateway's Envoys, against writing it",
    measure: push,
    needs: whyNoNetwork,
  },
};

const benchmarkNames = Object.keys(benchmarks) as BenchmarkName[];

/**
 * The benchmarks that are meant; all that this machine can have if none is named.
 *
 * @param leftOut told which of them it cannot have, and why.
 * @throws OperatorError that lists those there are.
 */
export function chosenBenchmarks(
  words: readonly string[],
  leftOut: (name: BenchmarkName, why: string) => void = () => undefined,
  table: Benchmarks = benchmarks,
): readonly BenchmarkName[] {
  const unknown = words.filter((word) => !Object.hasOwn(benchmarks, word));
  if (unknown.length > 0) {
    throw new OperatorError(
      `There is no benchmark ${unknown.join(" or ")}. There are ${benchmarkNames.join(", ")}.`,
    );
  }
  if (words.length > 0) return benchmarkNames.filter((name) => words.includes(name));
  return benchmarkNames.filter((name) => {
    const why = table[name].needs?.();
    if (why !== undefined) leftOut(name, why);
    return why === undefined;
  });
}

/** Measures benchmarks one after the other, each measurement once, and gives every figure as it comes. */
export async function* measure(
  names: readonly BenchmarkName[],
  bench: Bench,
  table: Benchmarks = benchmarks,
): AsyncGenerator<Figure> {
  const measured = new Map<unknown, Partial<Record<FigureName, Reading>>>();
  for (const benchmark of names) {
    const { measure } = table[benchmark];
    const readings: Partial<Record<FigureName, Reading>> =
      measured.get(measure) ?? (await measure(bench));
    measured.set(measure, readings);
    for (const name of figureNames) {
      const reading = readings[name];
      if (reading && name.startsWith(`${benchmark}.`)) yield { name, ...reading };
    }
  }
}
