import { rm } from "node:fs/promises";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { readFileIfPresent, writeFileAtomically } from "../processes/atomic-file";
import { ClusterError } from "./failure";

/** How one user reaches one API server. */
export interface KubeconfigEntry {
  /** Name of the context, and of its cluster and user. */
  readonly name: string;
  readonly server: string;
  /** PEM of the authority that the server's certificate must be signed by. */
  readonly authority: string;
  readonly token: string;
  readonly namespace: string;
}

const named = z.looseObject({ name: z.string() });
const list = z
  .array(named)
  .nullish()
  .transform((items) => items ?? []);
const kubeconfigSchema = z.looseObject({
  "current-context": z.string().optional(),
  clusters: list,
  users: list,
  contexts: list,
});

/** A kubeconfig; what this code does not know of is kept as it is. */
export type Kubeconfig = z.infer<typeof kubeconfigSchema>;

export const EMPTY_KUBECONFIG: Kubeconfig = { clusters: [], users: [], contexts: [] };

/**
 * Adds or replaces entries; all others stay. The current context stays as well, and is the first
 * entry's where there is none.
 */
export function mergeKubeconfig(
  existing: Kubeconfig,
  entries: readonly KubeconfigEntry[],
): Kubeconfig {
  const rest = withoutContexts(
    existing,
    entries.map(({ name }) => name),
  );
  const current = existing["current-context"] ?? entries[0]?.name;
  return {
    apiVersion: "v1",
    kind: "Config",
    ...rest,
    clusters: [
      ...rest.clusters,
      ...entries.map(({ name, server, authority }) => ({
        name,
        cluster: {
          server,
          "certificate-authority-data": Buffer.from(authority).toString("base64"),
        },
      })),
    ],
    users: [...rest.users, ...entries.map(({ name, token }) => ({ name, user: { token } }))],
    contexts: [
      ...rest.contexts,
      ...entries.map(({ name, namespace }) => ({
        name,
        context: { cluster: name, user: name, namespace },
      })),
    ],
    ...(current === undefined ? {} : { "current-context": current }),
  };
}

/** Removes contexts with their clusters and users; all others stay. */
export function withoutContexts(existing: Kubeconfig, names: readonly string[]): Kubeconfig {
  const kept = <T extends { name: string }>(items: readonly T[]) =>
    items.filter(({ name }) => !names.includes(name));
  const { "current-context": current, ...others } = existing;
  return {
    ...others,
    clusters: kept(existing.clusters),
    users: kept(existing.users),
    contexts: kept(existing.contexts),
    ...(current === undefined || names.includes(current) ? {} : { "current-context": current }),
  };
}

/** Merges entries into a file that only its owner can read, and creates it where there is none. */
export async function addToKubeconfig(
  file: string,
  entries: readonly KubeconfigEntry[],
): Promise<void> {
  await write(file, mergeKubeconfig(await read(file), entries));
}

/** Removes contexts from a file, and the file with its last context. */
export async function removeFromKubeconfig(file: string, names: readonly string[]): Promise<void> {
  const rest = withoutContexts(await read(file), names);
  if (rest.contexts.length === 0) await rm(file, { force: true });
  else await write(file, rest);
}

async function read(file: string): Promise<Kubeconfig> {
  const text = await readFileIfPresent(file);
  if (text === undefined) return EMPTY_KUBECONFIG;
  try {
    return kubeconfigSchema.parse(parse(text));
  } catch {
    // The cause would quote the file, and with it a token.
    throw new ClusterError(
      "bad-state",
      `${file} is not a kubeconfig: delete it, and starting again writes it anew`,
    );
  }
}

async function write(file: string, kubeconfig: Kubeconfig): Promise<void> {
  await writeFileAtomically(file, stringify(kubeconfig));
}
