import { z } from "zod";
import type { Topology } from "../../config/topology";
import type { Override } from "../../services/traffic-controller/decision/override";
import { overridesConfigMap } from "../../services/traffic-controller/overrides/config-map";
import {
  parseOverrides,
  printOverrides,
} from "../../services/traffic-controller/overrides/overrides";
import { type Answer, type Kubectl } from "./kubectl";

const { namespace, name, key } = overridesConfigMap;

const configMap = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string() }),
  data: z.record(z.string(), z.string()).optional(),
});
type ConfigMap = z.output<typeof configMap>;

/** The list of overrides as one cluster has it now. */
export type ObservedList =
  | { readonly state: "unread"; readonly why: string }
  | {
      readonly state: "read";
      /** Absent: there is none. */
      readonly object?: ConfigMap;
      /** What its traffic controller reads in it. */
      readonly list: ReturnType<typeof parseOverrides>;
    };

/** Asks a cluster for its overrides. */
export async function observeList(kubectl: Kubectl, topology: Topology): Promise<ObservedList> {
  const answer = await kubectl.call([
    ...["get", "configmap", name, `--namespace=${namespace}`],
    "--ignore-not-found",
    "--output=json",
  ]);
  if (!answer.ok) return { state: "unread", why: answer.message };
  if (answer.output.trim() === "") return { state: "read", list: { overrides: [] } };
  const parsed = configMap.safeParse(jsonOf(answer.output));
  if (!parsed.success)
    return { state: "unread", why: "kubectl gave something else than a ConfigMap" };
  const object = parsed.data;
  return { state: "read", object, list: parseOverrides(object.data?.[key], topology) };
}

/**
 * Writes the whole list, in place of the very object that was observed: the API server refuses it with
 * `Conflict` or `AlreadyExists` if another write came in between.
 *
 * @param dryRun the API server says whether it would, and does not.
 */
export async function writeList(
  kubectl: Kubectl,
  object: ConfigMap | undefined,
  list: readonly Override[],
  dryRun: boolean,
): Promise<Answer> {
  const data = { ...object?.data, [key]: printOverrides(list) };
  return await kubectl.call(
    [
      ...[object === undefined ? "create" : "replace", "--filename=-"],
      ...(dryRun ? ["--dry-run=server"] : []),
    ],
    object === undefined ? { ...fresh, data } : { ...object, data },
  );
}

const fresh = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: {
    namespace,
    name,
    labels: { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "nephoran" },
  },
};

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
