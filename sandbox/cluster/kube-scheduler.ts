import type { ComponentDefinition } from "./component";
import { controllerFlags } from "./controller";
import { httpsProbe } from "./health";
import { portOf } from "./ports";

export const kubeScheduler: ComponentDefinition = {
  process: (context) => ({
    name: "kube-scheduler",
    command: context.binaries.kubeScheduler,
    workingDirectory: context.files.folder,
    environment: {},
    args: controllerFlags(context, "kube-scheduler"),
  }),
  probe: (context) => {
    const { portBase, index } = context.plan;
    return httpsProbe(context, portOf(portBase, index, "kube-scheduler"), "/healthz");
  },
};
