import type { Breakable, Mutant } from "./mutant";
import { added, changed, removed } from "./objects";

const FRONT = "nephoran-system/llm-processor";

/** The front's only container, broken. */
const container = (rule: string, breakIt: (container: Breakable) => void): Mutant =>
  pod(rule, (spec) => {
    breakIt(spec["containers"][0]);
  });

/** The front's pods, broken. */
const pod = (rule: string, breakIt: (spec: Breakable) => void): Mutant =>
  changed([rule, "eu-west-1"], "Deployment", FRONT, (props) => {
    breakIt(props["spec"].template.spec);
  });

/** One setting of the container's own security, changed. */
const security = (rule: string, setting: string, value: unknown): Mutant =>
  container(rule, (one) => {
    one["securityContext"][setting] = value;
  });

/** What every pod of the project is held to, broken once for each rule. */
export const podsMutants: readonly Mutant[] = [
  security("pods-no-privileged", "privileged", true),
  security("pods-no-host-process", "windowsOptions", { hostProcess: true }),
  pod("pods-no-host-namespaces", (spec) => (spec["hostNetwork"] = true)),
  container("pods-no-host-ports", (one) => (one["ports"][0].hostPort = 8080)),
  container("pods-no-host-probes", (one) => {
    one["livenessProbe"].httpGet.host = "169.254.169.254";
  }),
  pod("pods-no-host-paths", (spec) => {
    spec["volumes"].push({ name: "logs", hostPath: { path: "/var/log" } });
  }),
  pod("pods-volume-types", (spec) => {
    spec["volumes"].push({ name: "files", nfs: { server: "files.example.com", path: "/" } });
  }),
  security("pods-capabilities", "capabilities", { drop: ["ALL"], add: ["NET_ADMIN"] }),
  security("pods-no-privilege-escalation", "allowPrivilegeEscalation", true),
  pod("pods-non-root", (spec) => {
    spec["containers"][0].securityContext.runAsNonRoot = false;
  }),
  pod("pods-no-root-user", (spec) => (spec["securityContext"].runAsUser = 0)),
  security("pods-no-root-user", "runAsUser", 0),
  security("pods-seccomp", "seccompProfile", { type: "Unconfined" }),
  security("pods-app-armor", "appArmorProfile", { type: "Unconfined" }),
  security("pods-se-linux", "seLinuxOptions", { type: "spc_t" }),
  security("pods-proc-mount", "procMount", "Unmasked"),
  pod("pods-safe-sysctls", (spec) => {
    spec["securityContext"].sysctls = [{ name: "net.core.somaxconn", value: "1024" }];
  }),
  changed(["pods-restricted-namespaces", "us-west-2"], "Namespace", "nephoran-global", (props) => {
    props["metadata"].labels["pod-security.kubernetes.io/enforce"] = "privileged";
  }),
  security("pods-read-only-root", "readOnlyRootFilesystem", false),
  pod("pods-no-idle-token", (spec) => (spec["automountServiceAccountToken"] = true)),
  container("pods-requests", (one) => {
    delete one["resources"].requests.memory;
  }),
  container("pods-memory-limit", (one) => {
    delete one["resources"].limits.memory;
  }),
  container("pods-scratch-limit", (one) => {
    delete one["resources"].limits["ephemeral-storage"];
  }),
  container("pods-readiness-probe", (one) => {
    delete one["readinessProbe"];
  }),
  container("pods-liveness-probe", (one) => {
    delete one["livenessProbe"];
  }),
  changed(["pods-two-replicas", "eu-west-1"], "HorizontalPodAutoscaler", FRONT, (props) => {
    props["spec"].minReplicas = 1;
  }),
  changed(
    ["pods-two-replicas", "us-east-1"],
    "StatefulSet",
    "nephoran-global/alertmanager",
    (props) => {
      props["spec"].replicas = 1;
    },
  ),
  removed(
    ["pods-disruption-budget", "us-east-1"],
    "PodDisruptionBudget",
    "nephoran-system/weaviate",
  ),
  pod("pods-zone-spread", (spec) => {
    spec["topologySpreadConstraints"][0].topologyKey = "kubernetes.io/hostname";
  }),
  container("pods-image-version", (one) => (one["image"] = "docker.io/nephoran/llm-processor")),
  container("pods-allowed-registry", (one) => {
    one["image"] = "ghcr.io/nephoran/llm-processor:0.1.0";
  }),
  added(["pods-no-bare-pods", "us-west-2"], "core/v1:Pod", "debug", {
    metadata: { name: "debug", namespace: "nephoran-system" },
    spec: { containers: [] },
  }),
];
