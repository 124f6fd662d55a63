import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Kinds that the cluster itself makes, under names that it makes up. */
const MADE_BY_CONTROLLERS = new Set([
  "ClusterTrustBundle",
  "ControllerRevision",
  "Endpoints",
  "EndpointSlice",
  "Event",
  "IPAddress",
  "Lease",
  "PersistentVolume",
  "Pod",
  "ReplicaSet",
]);

const LIST = '{{range .items}}{{.kind}} {{or .metadata.namespace "-"}}/{{.metadata.name}}\n{{end}}';

/** Every object in a cluster as `KIND NAMESPACE/NAME`, in order. */
export async function objectsIn(
  context: string,
  environment: Readonly<NodeJS.ProcessEnv>,
): Promise<string[]> {
  const kubectl = async (...args: string[]): Promise<string> => {
    const options = { env: environment, maxBuffer: 64 * 1024 * 1024, timeout: 60_000 };
    const all = ["--context", context, ...args];
    return (await promisify(execFile)("kubectl", all, options)).stdout;
  };
  const kinds = await kubectl("api-resources", "--verbs=list", "-o=name", "--cached=false");
  const listed = await kubectl(
    ...["get", kinds.trim().split("\n").join(","), "--all-namespaces", "--ignore-not-found"],
    `-o=go-template=${LIST}`,
  );
  const objects = listed
    .trim()
    .split("\n")
    .filter((object) => !MADE_BY_CONTROLLERS.has(object.split(" ")[0] ?? ""));
  return [...new Set(objects)].sort();
}

/** What one list has and the other has not, with `+` and `-`. */
export const differences = (before: readonly string[], after: readonly string[]): string[] => [
  ...after.filter((object) => !before.includes(object)).map((object) => `+ ${object}`),
  ...before.filter((object) => !after.includes(object)).map((object) => `- ${object}`),
];
