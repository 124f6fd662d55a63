import type { Rule } from "../rule";
import { allowedRegistry } from "./allowed-registry";
import { appArmor } from "./app-armor";
import { capabilities } from "./capabilities";
import { disruptionBudget } from "./disruption-budget";
import { imageVersion } from "./image-version";
import { livenessProbe } from "./liveness-probe";
import { memoryLimit } from "./memory-limit";
import { noBarePods } from "./no-bare-pods";
import { noHostNamespaces } from "./no-host-namespaces";
import { noHostPaths } from "./no-host-paths";
import { noHostPorts } from "./no-host-ports";
import { noHostProbes } from "./no-host-probes";
import { noHostProcess } from "./no-host-process";
import { noIdleToken } from "./no-idle-token";
import { noPrivilegeEscalation } from "./no-privilege-escalation";
import { noPrivileged } from "./no-privileged";
import { noRootUser } from "./no-root-user";
import { nonRoot } from "./non-root";
import { procMount } from "./proc-mount";
import { readOnlyRoot } from "./read-only-root";
import { readinessProbe } from "./readiness-probe";
import { requests } from "./requests";
import { restrictedNamespaces } from "./restricted-namespaces";
import { safeSysctls } from "./safe-sysctls";
import { scratchLimit } from "./scratch-limit";
import { seLinux } from "./se-linux";
import { seccomp } from "./seccomp";
import { twoReplicas } from "./two-replicas";
import { volumeTypes } from "./volume-types";
import { zoneSpread } from "./zone-spread";

/** Rules of this family, in the order in which they are reported. */
export const podsRules: readonly Rule[] = [
  noPrivileged,
  noHostProcess,
  noHostNamespaces,
  noHostPorts,
  noHostProbes,
  noHostPaths,
  volumeTypes,
  capabilities,
  noPrivilegeEscalation,
  nonRoot,
  noRootUser,
  seccomp,
  appArmor,
  seLinux,
  procMount,
  safeSysctls,
  restrictedNamespaces,
  readOnlyRoot,
  noIdleToken,
  requests,
  memoryLimit,
  scratchLimit,
  readinessProbe,
  livenessProbe,
  twoReplicas,
  disruptionBudget,
  zoneSpread,
  imageVersion,
  allowedRegistry,
  noBarePods,
];
