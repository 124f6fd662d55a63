import { ownZone } from "../reading/homes";
import { Field } from "../reading/field";
import { nameOf, objectType } from "../reading/object";
import type { PolicyResource, StackRule } from "../rule";

/** What the official charts make that residency rests on: a kind, a name, and what it is there for. */
const expected = {
  base: [["ValidatingWebhookConfiguration", /^istiod?-/, "checks the mesh's objects"]],
  cni: [["DaemonSet", /^istio-cni/, "sends all of a pod's connections through its proxy"]],
  istiod: [
    ["Deployment", /^istiod/, "gives proxies their policies"],
    ["ConfigMap", /^istio(-|$)/, "says what proxies let out"],
    ["MutatingWebhookConfiguration", /^istio-sidecar-injector/, "gives each pod its proxy"],
  ],
  gateway: [["Deployment", /gateway$/, "is the way in and out"]],
} as const;

export const chartChildren: StackRule = {
  id: "residency-chart-children",
  kind: "stack",
  needsCharts: true,
  family: "residency",
  title: "The mesh's charts make what keeps a residency zone closed",
  why: "A chart with an unknown value has no objects in a preview, and one with a wrong value may leave some out. Rules see objects alone: with none there, every one of them passes.",
  fix: "Give charts plain values, never outputs, and leave none of their parts switched off.",
  level: "mandatory",
  example: `# Objects of the chart istiod, in what is rendered with --charts
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
`,
  check(resources, context) {
    const zone = ownZone(context);
    if (zone === undefined) return [];
    return resources.flatMap((chart) => {
      const name = chartName(chart);
      if (name === undefined) return [];
      return expected[name]
        .filter(([kind, called]) => !resources.some((one) => isCalled(one, kind, called)))
        .map(([kind, , what]) => ({
          resource: chart.name,
          problem: `The chart ${name} makes no ${kind} that ${what} in the zone ${zone.name}.`,
        }));
    });
  },
};

/** Which of the mesh's charts a resource is, wherever the chart comes from. */
function chartName(resource: PolicyResource): keyof typeof expected | undefined {
  if (!/^kubernetes:helm\.sh\/v\d+:(Chart|Release)$/.test(resource.type)) return undefined;
  const name = Field.of(resource).at("chart").text?.split("/").at(-1) ?? "";
  return Object.hasOwn(expected, name) ? (name as keyof typeof expected) : undefined;
}

const isCalled = (resource: PolicyResource, kind: string, called: RegExp): boolean =>
  objectType(resource)?.kind === kind && called.test(nameOf(resource));
