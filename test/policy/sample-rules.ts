import type { PolicyResource, ResourceRule, StackRule } from "../../policy/rule";
import { resourceOf } from "./judge";

const text = {
  family: "cost",
  title: "Nothing is red",
  why: "Red is loud.",
  fix: "Paint it.",
  example: "color: green",
} as const;

/** Wants no ConfigMap to be red. */
export const notRed: ResourceRule = {
  ...text,
  id: "cost-not-red",
  kind: "resource",
  level: "mandatory",
  check: ({ props }) => (props["color"] === "red" ? ["It is red."] : []),
};

/** Wants one of a stack's resources to be green. */
export const someGreen: StackRule = {
  ...text,
  id: "cost-some-green",
  kind: "stack",
  level: "mandatory",
  check: (resources) =>
    resources.some(({ props }) => props["color"] === "green")
      ? []
      : [{ problem: "None is green." }],
};

export const painted = (name: string, color: string): PolicyResource =>
  resourceOf("kubernetes:core/v1:ConfigMap", name, {
    metadata: { name, namespace: "nephoran-system" },
    color,
  });
