import type { PolicyContext, ResourceRule } from "../rule";
import { isExempt } from "../reading/exemption";
import { type Container, isFilledIn, isLongRunning, type Pod, podOf } from "../reading/pods";
import { podExemptions } from "./exemptions";

/** What a rule of this family says of itself. */
type Text = Omit<ResourceRule, "kind" | "family" | "check">;

/** A rule for everything that makes pods, or is one. */
export const podRule = (
  text: Text,
  problems: (pod: Pod, context: PolicyContext) => string[],
): ResourceRule => ({
  ...text,
  kind: "resource",
  family: "pods",
  check(resource, context) {
    const pod = podOf(resource);
    if (pod === undefined || isExempt(podExemptions, text.id, resource)) return [];
    return problems(pod, context);
  },
});

/** A rule for every container, whatever it is for. */
export const containerRule = (
  text: Text,
  problem: (container: Container, pod: Pod, context: PolicyContext) => string | undefined,
): ResourceRule =>
  podRule(text, (pod, context) =>
    pod.containers.flatMap((container) => {
      const found = problem(container, pod, context);
      return found === undefined ? [] : [`Container ${container.name} ${found}`];
    }),
  );

/** A rule that every container which runs for long has a probe. */
export const probeRule = (text: Text, probe: "livenessProbe" | "readinessProbe"): ResourceRule =>
  containerRule(text, (container, pod) =>
    !isLongRunning(container, pod) || isFilledIn(container, pod) || container.field.at(probe).isSet
      ? undefined
      : `has no ${probe}.`,
  );
