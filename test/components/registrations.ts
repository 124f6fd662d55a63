import * as pulumi from "@pulumi/pulumi";
import { withoutStackTraces } from "../../render/without-stack-traces";

/** A resource as a component asks the engine for it. */
export interface Registration {
  /** Pulumi type token. */
  readonly type: string;
  readonly name: string;
  /** Resolved, with secrets marked as such: {@link inClear} unwraps them. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly options: pulumi.CustomResourceOptions;
}

/**
 * Runs components under mocks and answers what they register, in order, without the components.
 *
 * @param random answers for the results of random resources, by their name. @default the name
 */
export const registrations = (
  run: () => unknown,
  random: (name: string) => string = (name) => name,
): Promise<Registration[]> => withoutStackTraces(() => registered(run, random));

async function registered(
  run: () => unknown,
  random: (name: string) => string,
): Promise<Registration[]> {
  const options = new Map<string, pulumi.CustomResourceOptions>();
  const found: Registration[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom, id }) => {
        const known = inputs as Record<string, unknown>;
        if (custom === true && !id) {
          const asked = options.get(`${type} ${name}`) ?? {};
          found.push({ type, name, inputs: known, options: asked });
        }
        return { id: name, state: { ...known, ...answer(type, name, known, random) } };
      },
      call: ({ token }) => {
        throw new Error(`No mock answers ${token}.`);
      },
    },
    "nephoran",
    "test",
  );
  await pulumi.runtime.runInPulumiStack(() => {
    pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
      options.set(`${type} ${name}`, opts);
      return undefined;
    });
    run();
    return Promise.resolve();
  });
  await pulumi.runtime.disconnect();
  return found;
}

/** Those of a namespace. */
export const inNamespace = (made: readonly Registration[], namespace: string): Registration[] =>
  made.filter(
    ({ inputs }) =>
      (inputs["metadata"] as { namespace?: string } | undefined)?.namespace === namespace,
  );

/** Addresses that Services have here; documentation keeps them free. */
export const serviceAddresses = { clusterIp: "192.0.2.1", loadBalancer: "203.0.113.1" } as const;

/** What a provider would add to a resource. */
function answer(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  random: (name: string) => string,
): Record<string, unknown> {
  // The engine makes it secret, as the SDK asks it to.
  if (type.startsWith("random:")) return { result: pulumi.secret(random(name)) };
  if (type !== "kubernetes:core/v1:Service") return {};
  const { clusterIp, loadBalancer } = serviceAddresses;
  return {
    spec: { clusterIP: clusterIp, ...(inputs["spec"] as object) },
    status: { loadBalancer: { ingress: [{ ip: loadBalancer }] } },
  };
}

/** The same value, with the secrets in it as everything else. */
export function inClear(value: unknown): unknown {
  if (pulumi.runtime.isRpcSecret(value)) return inClear(pulumi.runtime.unwrapRpcSecret(value));
  if (Array.isArray(value)) return value.map(inClear);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inClear(item)]));
}
