import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { ConfigError } from "./problems";
import { type ProgramConfig, stackFile } from "./program-config";
import { settingKey } from "./project";

const kubeconfigSchema = z.object({
  contexts: z
    .array(z.object({ name: z.string(), context: z.object({ cluster: z.string() }) }))
    .nullish(),
  clusters: z
    .array(
      z.object({
        name: z.string(),
        cluster: z.object({ server: z.url(), "proxy-url": z.string().optional() }),
      }),
    )
    .nullish(),
});

/** A cluster as a kubeconfig knows it. */
export interface ClusterAddress {
  /** URL of the API server. */
  readonly server: string;
  /** True if it is only reached through a proxy, whose answers this program cannot foresee. */
  readonly proxied: boolean;
}

/**
 * Finds the region's context before anything is deployed: the engine itself would plan against a
 * cluster that it cannot reach and only fail at the first object.
 *
 * @throws ConfigError that names the contexts there are.
 */
export function requireKubeContext({ region, cluster }: ProgramConfig): ClusterAddress {
  const files = kubeconfigFiles(cluster.kubeconfig);
  const contexts = files.flatMap(contextsIn);
  const found = contexts.find(({ name }) => name === cluster.context);
  if (found !== undefined) return found;
  const known = contexts.map(({ name }) => name).join(", ");
  throw new ConfigError([
    {
      file: stackFile(region.name),
      key: settingKey("kubeContext"),
      seen: `${JSON.stringify(cluster.context)}, which is not in ${files.join(" or ")}`,
      allowed:
        contexts.length === 0
          ? `a context of that kubeconfig, which has none; ${settingKey("kubeconfig")} names another file`
          : `one of ${known}; or another file as ${settingKey("kubeconfig")}`,
    },
  ]);
}

/** How long an API server may take to accept a connection, ms: thrice a slow intercontinental one. */
const CONNECT_TIMEOUT_MS = 3_000;

/**
 * Why the cluster cannot be reached, and what to do about it; `undefined` if it can.
 */
export async function whyUnreachable(
  { region, cluster }: ProgramConfig,
  { server, proxied }: ClusterAddress,
): Promise<string | undefined> {
  if (proxied) return undefined;
  const reason = await connectionError(new URL(server));
  if (reason === undefined) return undefined;
  return (
    `The API server of ${region.name} cannot be reached at ${server}: ${reason}. Start the cluster ` +
    `or its tunnel, and check with \`kubectl --context ${cluster.context} version\`.`
  );
}

function connectionError({ hostname, port }: URL): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port || 443) });
    const end = (reason: string | undefined): void => {
      socket.destroy();
      resolve(reason);
    };
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => {
      end(`no answer within ${CONNECT_TIMEOUT_MS} ms`);
    });
    socket.once("connect", () => {
      end(undefined);
    });
    socket.once("error", (error) => {
      end(error.message);
    });
  });
}

/** The files that kubectl would read, in its order. */
function kubeconfigFiles(configured: string | undefined): string[] {
  if (configured !== undefined) return [configured];
  const fromEnvironment = (process.env["KUBECONFIG"] ?? "").split(delimiter).filter(Boolean);
  return fromEnvironment.length > 0 ? fromEnvironment : [join(homedir(), ".kube", "config")];
}

function contextsIn(file: string): (ClusterAddress & { readonly name: string })[] {
  if (!existsSync(file)) return [];
  const parsed = kubeconfigSchema.safeParse(parseYaml(readFileSync(file, "utf8")));
  if (!parsed.success) return [];
  const { contexts, clusters } = parsed.data;
  return (contexts ?? []).flatMap(({ name, context }) => {
    const found = clusters?.find((cluster) => cluster.name === context.cluster)?.cluster;
    if (found === undefined) return [];
    const proxied = found["proxy-url"] !== undefined || process.env["HTTPS_PROXY"] !== undefined;
    return [{ name, server: found.server, proxied }];
  });
}
