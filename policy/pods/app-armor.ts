import { podRule } from "./pod-rule";
import { security } from "../reading/pods";

/** How it was said before Kubernetes 1.30, and still counts. */
const ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";

export const appArmor = podRule(
  {
    id: "pods-app-armor",
    title: "AppArmor is not turned off",
    why: "Unconfined, a container reads and writes what the node's own profile keeps from it.",
    fix: "Remove the profile Unconfined, as a field or as an annotation; RuntimeDefault is the default.",
    level: "mandatory",
    example: "securityContext:\n  appArmorProfile: { type: RuntimeDefault }",
  },
  (pod) => [
    ...pod.containers
      .filter((one) => security(one, pod, "appArmorProfile").at("type").text === "Unconfined")
      .map(({ name }) => `Container ${name} has no AppArmor profile.`),
    ...pod.metadata
      .at("annotations")
      .entries.filter(([key, field]) => key.startsWith(ANNOTATION) && field.text === "unconfined")
      .map(([key]) => `Container ${key.slice(ANNOTATION.length)} has no AppArmor profile.`),
  ],
);
