import { type ComponentDefinition, flags } from "./component";
import { controllerFlags } from "./controller";
import { httpsProbe } from "./health";
import { portOf } from "./ports";
import { REGION_FILE_NAMES } from "./state-files";

/**
 * Controllers that have nothing to do here: no disk is attached to a machine, volumes are grown by
 * KWOK, and no certificate is signed. All others run, as they do in a usual cluster.
 */
const SWITCHED_OFF = [
  "persistentvolume-attach-detach-controller",
  "persistentvolume-expander-controller",
  "certificatesigningrequest-signing-controller",
  "certificatesigningrequest-approving-controller",
  "certificatesigningrequest-cleaner-controller",
];

export const kubeControllerManager: ComponentDefinition = {
  process: (context) => ({
    name: "kube-controller-manager",
    command: context.binaries.kubeControllerManager,
    workingDirectory: context.files.folder,
    environment: {},
    args: [
      ...controllerFlags(context, "kube-controller-manager"),
      ...flags({
        controllers: ["*", ...SWITCHED_OFF.map((name) => `-${name}`)].join(","),
        "use-service-account-credentials": true,
        "service-account-private-key-file": REGION_FILE_NAMES.serviceAccountKey,
        "root-ca-file": REGION_FILE_NAMES.authority,
      }),
    ],
  }),
  probe: (context) => {
    const { portBase, index } = context.plan;
    return httpsProbe(context, portOf(portBase, index, "kube-controller-manager"), "/healthz");
  },
};
