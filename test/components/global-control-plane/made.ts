import { inClear, registrations } from "../registrations";

/** An object as a component makes it, secrets in clear. */
export interface MadeObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** What a component makes, by kind and name. */
export class Made {
  readonly #objects: readonly MadeObject[];

  constructor(objects: readonly MadeObject[]) {
    this.#objects = objects;
  }

  /** `KIND NAME` of everything, sorted. */
  names(): string[] {
    return this.#objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();
  }

  /** An object that has to be there. */
  get(kind: string, name: string): MadeObject {
    const found = this.#objects.find(
      (object) => object.kind === kind && object.metadata.name === name,
    );
    if (found === undefined) throw new Error(`No ${kind} ${name} was made.`);
    return found;
  }

  /** The data of a ConfigMap or a Secret that has to be there. */
  data(kind: "ConfigMap" | "Secret", name: string): Readonly<Record<string, string>> {
    const { data, stringData } = this.get(kind, name);
    return (data ?? stringData) as Readonly<Record<string, string>>;
  }

  /** The spec of a Deployment or a StatefulSet that has to be there. */
  workload(kind: "Deployment" | "StatefulSet", name: string): WorkloadSpec {
    return this.get(kind, name)["spec"] as WorkloadSpec;
  }
}

/** Runs components and answers the Kubernetes objects that they make. */
export async function madeBy(run: () => unknown): Promise<Made> {
  const all = await registrations(run);
  return new Made(
    all
      .filter(({ type }) => type.startsWith("kubernetes:"))
      .map(({ type, inputs }) => ({
        ...(inClear(inputs) as MadeObject),
        kind: type.slice(type.lastIndexOf(":") + 1),
      })),
  );
}

/** The part of a workload that tests look at. */
export interface WorkloadSpec {
  readonly replicas: number;
  readonly template: {
    readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
    readonly spec: {
      readonly containers: readonly [Container];
      readonly volumes: readonly Readonly<Record<string, unknown>>[];
    };
  };
}

interface Container {
  readonly image: string;
  readonly command?: readonly string[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}
