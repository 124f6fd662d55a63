import { type Component, flags, type RegionContext } from "./component";
import { LOOPBACK, portOf } from "./ports";
import { REGION_FILE_NAMES } from "./state-files";

type Controller = Extract<Component, "kube-controller-manager" | "kube-scheduler">;

/** A component's own kubeconfig, relative to the region's folder. */
export function componentKubeconfig(component: Component): string {
  return `${component}.kubeconfig`;
}

/** What kube-controller-manager and kube-scheduler are told alike. */
export function controllerFlags({ plan }: RegionContext, component: Controller): string[] {
  return flags({
    kubeconfig: componentKubeconfig(component),
    "bind-address": LOOPBACK,
    "secure-port": portOf(plan.portBase, plan.index, component),
    "tls-cert-file": REGION_FILE_NAMES.servingCertificate,
    "tls-private-key-file": REGION_FILE_NAMES.servingKey,
    // Only /healthz is served to anybody, so nobody's identity has to be looked up.
    "authentication-skip-lookup": true,
    // There is one of each, which need not wait for a lease that its predecessor left behind.
    "leader-elect": false,
    // The defaults (20 and 30 a second) would slow down a rollout on an idle machine.
    "kube-api-qps": 300,
    "kube-api-burst": 600,
  });
}
