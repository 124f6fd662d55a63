import { appArmor } from "../../../policy/pods/app-armor";
import { capabilities } from "../../../policy/pods/capabilities";
import { noPrivilegeEscalation } from "../../../policy/pods/no-privilege-escalation";
import { noPrivileged } from "../../../policy/pods/no-privileged";
import { noRootUser } from "../../../policy/pods/no-root-user";
import { nonRoot } from "../../../policy/pods/non-root";
import { procMount } from "../../../policy/pods/proc-mount";
import { seLinux } from "../../../policy/pods/se-linux";
import { seccomp } from "../../../policy/pods/seccomp";
import { describeRules, REMOVED, type RuleCase } from "../rule-cases";
import { CONTAINER, deployment, POD } from "./fixtures";

const ANNOTATIONS = ["spec", "template", "metadata", "annotations"] as const;

const own = [...CONTAINER, "securityContext"] as const;

const ofPod = [...POD, "securityContext"] as const;

const complies = [deployment] as const;

const cases: readonly RuleCase[] = [
  {
    rule: noPrivileged,
    complies,
    breaks: [
      { at: [...own, "privileged"], to: true, says: "Container app is privileged." },
      {
        at: [...POD, "initContainers"],
        to: [{ name: "init", securityContext: { privileged: true } }],
        says: "Container init is privileged.",
      },
    ],
    unknown: [...own, "privileged"],
  },
  {
    rule: capabilities,
    complies,
    breaks: [
      {
        at: [...own, "capabilities"],
        to: { drop: ["ALL"], add: ["NET_ADMIN"] },
        says: "Container app adds the capabilities NET_ADMIN.",
      },
      {
        at: [...own, "capabilities"],
        to: { drop: ["NET_RAW"] },
        says: "Container app does not drop all capabilities.",
      },
    ],
    unknown: [...own, "capabilities"],
  },
  {
    rule: noPrivilegeEscalation,
    complies,
    breaks: [
      {
        at: [...own, "allowPrivilegeEscalation"],
        to: REMOVED,
        says: "Container app may get more rights than it was started with.",
      },
    ],
    unknown: [...own, "allowPrivilegeEscalation"],
  },
  {
    rule: nonRoot,
    complies,
    breaks: [
      {
        at: [...own, "runAsNonRoot"],
        to: REMOVED,
        says: "Container app is not held to run as another user than root.",
      },
      {
        at: [...own, "runAsNonRoot"],
        to: false,
        says: "Container app is not held to run as another user than root.",
      },
    ],
    unknown: [...own, "runAsNonRoot"],
  },
  {
    rule: noRootUser,
    complies,
    breaks: [
      { at: [...own, "runAsUser"], to: 0, says: "Container app runs as the user 0." },
      { at: [...ofPod], to: { runAsUser: 0 }, says: "Its pods run as the user 0." },
    ],
    unknown: [...own, "runAsUser"],
  },
  {
    rule: seccomp,
    complies,
    breaks: [
      {
        at: [...own, "seccompProfile", "type"],
        to: "Unconfined",
        says: "Container app has the seccomp profile Unconfined.",
      },
      {
        at: [...own, "seccompProfile"],
        to: REMOVED,
        says: "Container app has no seccomp profile.",
      },
    ],
    unknown: [...own, "seccompProfile", "type"],
  },
  {
    rule: appArmor,
    complies,
    breaks: [
      {
        at: [...own, "appArmorProfile"],
        to: { type: "Unconfined" },
        says: "Container app has no AppArmor profile.",
      },
      {
        at: [...ANNOTATIONS, "container.apparmor.security.beta.kubernetes.io/app"],
        to: "unconfined",
        says: "Container app has no AppArmor profile.",
      },
    ],
    unknown: [...own, "appArmorProfile"],
  },
  {
    rule: seLinux,
    complies,
    breaks: [
      {
        at: [...own, "seLinuxOptions"],
        to: { type: "spc_t" },
        says: "Container app has the SELinux type spc_t.",
      },
      {
        at: [...ofPod],
        to: { seLinuxOptions: { role: "system_r" } },
        says: "Container app has a SELinux role of its own.",
      },
    ],
    unknown: [...own, "seLinuxOptions"],
  },
  {
    rule: procMount,
    complies,
    breaks: [
      { at: [...own, "procMount"], to: "Unmasked", says: "Container app has /proc Unmasked." },
    ],
    unknown: [...own, "procMount"],
  },
];

describe("Pod Security Standards for containers, as rules", () => {
  describeRules(cases);
});
