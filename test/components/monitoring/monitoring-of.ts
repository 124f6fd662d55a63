import { Monitoring, type MonitoringArgs } from "../../../components/monitoring/monitoring";
import { shippedStack } from "../../shipped-project";
import { inClear, registrations } from "../registrations";

/** An object that monitoring makes, as Kubernetes will know it. */
export interface Made {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly rules?: readonly unknown[];
  readonly spec: Readonly<Record<string, unknown>>;
}

export class MadeMonitoring {
  constructor(readonly objects: readonly Made[]) {}

  /** @throws Error unless there is exactly one. */
  get(kind: string, name: string, namespace = "nephoran-global"): Made {
    const found = this.objects.filter(
      ({ kind: one, metadata }) =>
        one === kind &&
        metadata.name === name &&
        (metadata.namespace === undefined || metadata.namespace === namespace),
    );
    const [only] = found;
    if (only === undefined || found.length > 1) {
      throw new Error(`${found.length} of ${kind} ${namespace}/${name}.`);
    }
    return only;
  }

  names(kind: string): string[] {
    return this.objects
      .filter(({ kind: one }) => one === kind)
      .map(({ metadata: { namespace, name } }) => (namespace ? `${namespace}/${name}` : name));
  }
}

/** What a shipped region's monitoring makes, with some of its configuration changed. */
export async function monitoringOf(
  region: string,
  changes: Partial<MonitoringArgs> = {},
): Promise<MadeMonitoring> {
  const args: MonitoringArgs = { ...shippedStack(region), ...changes };
  const made = await registrations(() => new Monitoring("monitoring", args));
  return new MadeMonitoring(
    made.map(
      ({ type, inputs }) =>
        ({ kind: type.split(":").at(-1) ?? "", ...(inClear(inputs) as object) }) as unknown as Made,
    ),
  );
}
