/** For pods of others, which ask for it by a label. */
const KUBE_API =
  "Whoever adds a pod that talks to the API server labels it so; no pod of ours does.";

/** What regions refer to and others provide, as `Kind namespace/name: no MISSING`, with the reason. */
export const fromOutside: ReadonlyMap<string, string> = new Map([
  [
    "Gateway nephoran-ingress/public: no Secret nephoran-ingress/nephoran-public-certificate",
    "A stack file names neither a certificate nor an issuer, so somebody else makes the Secret.",
  ],
  [
    "DaemonSet kube-system/istio-cni-node: no PriorityClass system-node-critical",
    "Every API server has it from the start.",
  ],
  ["NetworkPolicy nephoran-system/allow-kube-api: no pod that it selects", KUBE_API],
]);
