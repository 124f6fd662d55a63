import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { writeFileAtomically } from "../processes/atomic-file";
import type { ControlPlane } from "./control-plane";
import { MeshError } from "./failure";

const named = z.object({ name: z.string() });
const items = z.array(z.object({ key: z.string(), path: z.string() })).optional();

/** The part of a pod that decides what a container's process meets. */
export const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.looseObject({
    serviceAccountName: z.string(),
    containers: z.array(
      z.looseObject({
        name: z.string(),
        args: z.array(z.string()).default([]),
        env: z
          .array(
            z.object({
              name: z.string(),
              value: z.string().optional(),
              valueFrom: z
                .object({ fieldRef: z.object({ fieldPath: z.string() }).optional() })
                .optional(),
            }),
          )
          .default([]),
        volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })).default([]),
      }),
    ),
    volumes: z
      .array(
        named.extend({
          configMap: z
            .object({ name: z.string(), items, optional: z.boolean() })
            .partial()
            .optional(),
          secret: z
            .object({ secretName: z.string(), items, optional: z.boolean() })
            .partial()
            .optional(),
          projected: z
            .object({
              sources: z.array(
                z.object({
                  serviceAccountToken: z
                    .object({ audience: z.string().optional(), path: z.string() })
                    .optional(),
                }),
              ),
            })
            .optional(),
          downwardAPI: z
            .object({
              items: z.array(
                z.object({
                  path: z.string(),
                  fieldRef: z.object({ fieldPath: z.string() }).optional(),
                }),
              ),
            })
            .optional(),
        }),
      )
      .default([]),
  }),
});

export type Pod = z.output<typeof podSchema>;

/** What a container's process is started with. */
export interface Container {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * A container of a pod as a process: its arguments and variables, and below `root` the files that its
 * volumes have. Limits are left out: nothing holds the process to them.
 *
 * @throws MeshError `bad-object` if the pod has no such container.
 */
export async function container(
  pod: Pod,
  containerName: string,
  { root, address, api }: { root: string; address: string; api: ControlPlane },
): Promise<Container> {
  const found = pod.spec.containers.find(({ name }) => name === containerName);
  if (found === undefined) {
    throw new MeshError("bad-object", `pod ${pod.metadata.name} has no container ${containerName}`);
  }
  for (const { name, mountPath } of found.volumeMounts) {
    const volume = pod.spec.volumes.find((candidate) => candidate.name === name);
    const files = volume === undefined ? {} : await filesOf(volume, pod, address, api);
    await mkdir(join(root, mountPath), { recursive: true, mode: 0o700 });
    for (const [path, content] of Object.entries(files)) {
      const file = join(root, mountPath, path);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFileAtomically(file, content);
    }
  }
  const environment = Object.fromEntries(
    found.env.flatMap(({ name, value, valueFrom }) => {
      const path = valueFrom?.fieldRef?.fieldPath;
      const known = path === undefined ? value : field(pod, address, path);
      return known === undefined ? [] : [[name, known]];
    }),
  );
  const args = found.args.map((arg) =>
    arg.replace(/\$\((\w+)\)/g, (reference, name: string) => environment[name] ?? reference),
  );
  return { args, environment };
}

type Files = Readonly<Record<string, string>>;

async function filesOf(
  { configMap, secret, projected, downwardAPI }: Pod["spec"]["volumes"][number],
  pod: Pod,
  address: string,
  api: ControlPlane,
): Promise<Files> {
  const { namespace } = pod.metadata;
  if (configMap?.name !== undefined) {
    return await dataOf(api, namespace, `configmap/${configMap.name}`, configMap.items);
  }
  if (secret?.secretName !== undefined) {
    const data = await dataOf(api, namespace, `secret/${secret.secretName}`, secret.items);
    return mapValues(data, (value) => Buffer.from(value, "base64").toString("utf8"));
  }
  const tokens = (projected?.sources ?? []).flatMap(
    ({ serviceAccountToken: token }) => token ?? [],
  );
  const made = tokens.map(async ({ audience, path }) => [
    path,
    await api.token(namespace, pod.spec.serviceAccountName, audience),
  ]);
  const told = (downwardAPI?.items ?? []).flatMap(({ path, fieldRef }) => {
    const value = fieldRef && field(pod, address, fieldRef.fieldPath);
    return value === undefined ? [] : [[path, value]];
  });
  return Object.fromEntries([...(await Promise.all(made)), ...told]) as Files;
}

/** An absent object has no data: what may not be absent, its reader misses. */
async function dataOf(
  api: ControlPlane,
  namespace: string,
  object: string,
  chosen: z.output<typeof items>,
): Promise<Files> {
  const text = await api.kubectl(["-n", namespace, "get", object, "--ignore-not-found", "-o=json"]);
  if (text === "") return {};
  const { data } = z
    .object({ data: z.record(z.string(), z.string()).default({}) })
    .parse(JSON.parse(text));
  if (chosen === undefined) return data;
  return Object.fromEntries(chosen.map(({ key, path }) => [path, data[key] ?? ""]));
}

/** A field as the downward API tells it; undefined for what no pod without a node has. */
function field({ metadata, spec }: Pod, address: string, path: string): string | undefined {
  switch (path) {
    case "metadata.name":
      return metadata.name;
    case "metadata.namespace":
      return metadata.namespace;
    case "metadata.labels":
      return lines(metadata.labels);
    case "metadata.annotations":
      return lines(metadata.annotations);
    case "spec.serviceAccountName":
      return spec.serviceAccountName;
    case "status.podIP":
    case "status.hostIP":
      return address;
    default:
      return undefined;
  }
}

const lines = (values: Files): string =>
  Object.entries(values)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}\n`)
    .join("");

const mapValues = (values: Files, change: (value: string) => string): Files =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
