import { available, cpu, limit, memory, of } from "./input-series";
import type { Change, InputSeries, RuleCase } from "./promtool-case";

const GB = 1e9;

const limits = (pod: string, lately?: Change): InputSeries[] => [
  limit(pod, "cpu", 2, { lately }),
  limit(pod, "memory", 2 * GB, { lately }),
];

/** Kubelets and kube-state-metrics are scraped every 15 s each, at other times. */
export const comingAndGoingCases: readonly RuleCase[] = [
  {
    title: "utilisation of the memory is that of processors whose end kubelets tell first",
    record: "nephoran:region:utilisation",
    given: [
      available(2),
      ...["a", "b"].flatMap((pod) => [
        ...limits(pod),
        cpu(pod, 0.5),
        memory(pod, GB, { seconds: 15 }),
      ]),
    ],
    expected: { [of("cpu")]: 0.25, [of("memory")]: 0.5 },
  },
  {
    title: "utilisation is 1 as soon as Kubernetes says that they have gone",
    record: "nephoran:region:utilisation",
    given: [
      available(2, { seconds: 5, gauge: 0 }),
      ...["a", "b"].flatMap((pod) => [
        ...limits(pod, { seconds: 5 }),
        cpu(pod, 0.5),
        memory(pod, GB, { seconds: 15 }),
      ]),
    ],
    expected: { [of("cpu")]: 1, [of("memory")]: 1 },
  },
  {
    title: "utilisation does not count the memory of a processor that has gone while others go on",
    record: "nephoran:region:utilisation",
    given: [
      available(1),
      ...limits("a"),
      cpu("a", 0.5),
      memory("a", GB),
      ...limits("b", { seconds: 5 }),
      memory("b", 2 * GB, { seconds: 15 }),
    ],
    expected: { [of("cpu")]: 0.25, [of("memory")]: 0.5 },
  },
  {
    title: "utilisation is absent where kubelets have told nothing for more than a minute",
    record: "nephoran:region:utilisation",
    given: [available(2), ...limits("a"), memory("a", GB, { seconds: 65 })],
    expected: {},
  },
  {
    title: "utilisation stays 1 until the first processors that are there again are measured",
    record: "nephoran:region:utilisation",
    given: [available(0, { seconds: 40, gauge: 2 }), ...limits("a"), ...limits("b")],
    expected: { [of("cpu")]: 1, [of("memory")]: 1 },
  },
  {
    title: "utilisation is what is measured of processors that are there again",
    record: "nephoran:region:utilisation",
    given: [available(0, { seconds: 30, gauge: 2 }), ...limits("a"), memory("a", GB), cpu("a", 1)],
    expected: { [of("cpu")]: 0.5, [of("memory")]: 0.5 },
  },
];
