import {
  TrafficController,
  type TrafficControllerArgs,
} from "../../../../components/traffic/controller/traffic-controller";
import {
  type ControllerConfiguration,
  readConfiguration,
} from "../../../../services/traffic-controller/configuration/configuration";
import { shippedStack } from "../../../shipped-project";
import { MadeObjects } from "../../cockroachdb/store-of";
import { registrations } from "../../registrations";

/** Everything that the traffic controller of a shipped region is made of. */
export async function controllerOf(
  region: string,
  changes: Partial<TrafficControllerArgs> = {},
): Promise<MadeObjects> {
  const args: TrafficControllerArgs = {
    ...shippedStack(region),
    stateStore: { sqlHost: "cockroachdb-public.nephoran-global.svc", sqlPort: 26257 },
    ...changes,
  };
  return new MadeObjects(
    await registrations(() => new TrafficController("traffic-controller", args)),
  );
}

/** A pod of the controller, as far as tests look at it. */
export interface Pod {
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly serviceAccountName: string;
    readonly automountServiceAccountToken: boolean;
    readonly terminationGracePeriodSeconds: number;
    readonly topologySpreadConstraints: readonly { readonly topologyKey: string }[];
    readonly containers: readonly [
      {
        readonly image: string;
        readonly env: readonly { readonly name: string; readonly value?: string }[];
        readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
      },
    ];
    readonly volumes: readonly {
      readonly name: string;
      readonly configMap?: { readonly name: string };
      readonly projected?: {
        readonly sources: readonly {
          readonly secret: { readonly name: string; readonly optional?: boolean };
        }[];
      };
    }[];
  };
}

export const podOf = (made: MadeObjects): Pod =>
  made.get("Deployment", "traffic-controller").spec["template"] as Pod;

/** What a pod reads when it starts, by what its ConfigMap and its variables say. */
export function configurationIn(made: MadeObjects): ControllerConfiguration {
  const [{ env, volumeMounts }] = podOf(made).spec.containers;
  const { data } = made.get("ConfigMap", "traffic-controller");
  const folder = volumeMounts.find(({ name }) => name === "configuration")?.mountPath;
  const variables = {
    // The kubelet has this one from every cluster, and the other from the pod.
    KUBERNETES_SERVICE_HOST: "10.96.0.1",
    ...Object.fromEntries(env.map(({ name, value = `the pod's ${name}` }) => [name, value])),
  };
  return readConfiguration(variables, (path) => {
    const text = data[path.replace(`${folder}/`, "")];
    if (text === undefined) throw new Error(`${path} is in no ConfigMap.`);
    return text;
  });
}
