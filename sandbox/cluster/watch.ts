import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ApiAccess } from "./api-client";
import { ClusterError } from "./failure";

/** A collection that is followed. */
export interface Watch<T> {
  /** Path as in the API's reference, `/api/v1/services`, with a query of selectors if need be. */
  readonly path: string;
  /** What is read of each object; the rest is dropped. */
  readonly object: z.ZodType<T>;
  /** Told all objects by `namespace/name`, first once they are known and then after changes. */
  readonly onChange: (objects: ReadonlyMap<string, T>) => void;
  /** Told why the collection cannot be followed just now. It goes on. */
  readonly onTrouble?: (error: unknown) => void;
}

/** Between attempts, ms: short at first, since an API server that starts again is waited for. */
const FIRST_RETRY_MS = 250;
/** What is not served yet, such as objects of a definition that is still to come, can take longer. */
const LONGEST_RETRY_MS = 2_000;

/** After it the server ends a stream, s, so that none is waited for that is dead. */
const STREAM_SECONDS = 240;

/** The version that is asked for has been forgotten. */
const GONE = 410;

const metadata = z.looseObject({
  name: z.string(),
  namespace: z.string().default(""),
  resourceVersion: z.string(),
});
const object = z.looseObject({ metadata });
const list = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  items: z.array(object),
});
const event = z.discriminatedUnion("type", [
  z.object({ type: z.enum(["ADDED", "MODIFIED", "DELETED"]), object }),
  z.object({
    type: z.literal("BOOKMARK"),
    object: z.looseObject({ metadata: z.looseObject({ resourceVersion: z.string() }) }),
  }),
  z.object({ type: z.literal("ERROR"), object: z.looseObject({ code: z.number().optional() }) }),
]);

type AnyObject = z.infer<typeof object>;

/**
 * Follows a collection until the signal is aborted: lists it, then takes the changes, and starts
 * anew where the stream breaks or the API server has forgotten the version.
 */
export async function watchCollection<T>(
  access: ApiAccess,
  watch: Watch<T>,
  signal: AbortSignal,
): Promise<void> {
  let retryMs = FIRST_RETRY_MS;
  const onChange: typeof watch.onChange = (objects) => {
    retryMs = FIRST_RETRY_MS;
    watch.onChange(objects);
  };
  for (;;) {
    try {
      signal.throwIfAborted();
      await listAndFollow(access, { ...watch, onChange }, signal);
    } catch (error) {
      if (signal.aborted) return;
      watch.onTrouble?.(error);
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
      retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
    }
  }
}

async function listAndFollow<T>(
  access: ApiAccess,
  watch: Watch<T>,
  signal: AbortSignal,
): Promise<void> {
  const answer = await get(access, watch.path, signal);
  const { items, metadata } = list.parse(JSON.parse(await bodyOf(answer)));
  const objects = new Map(items.map((item) => [keyOf(item), watch.object.parse(item)]));
  watch.onChange(objects);
  let version: string | undefined = metadata.resourceVersion;
  while (version !== undefined) version = await follow(access, watch, objects, version, signal);
}

/** One stream of changes; returns the version to go on from, or undefined to list anew. */
async function follow<T>(
  access: ApiAccess,
  watch: Watch<T>,
  objects: Map<string, T>,
  from: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const query = new URLSearchParams({
    watch: "true",
    allowWatchBookmarks: "true",
    resourceVersion: from,
    timeoutSeconds: String(STREAM_SECONDS),
  });
  const separator = watch.path.includes("?") ? "&" : "?";
  const stream = await get(access, `${watch.path}${separator}${query.toString()}`, signal);
  let version = from;
  for await (const lines of linesOf(stream)) {
    let changed = false;
    for (const line of lines) {
      const change = event.parse(JSON.parse(line));
      if (change.type === "ERROR") {
        if (change.object.code === GONE) return undefined;
        throw new ClusterError("api", `${watch.path} of ${access.region}: ${line}`);
      }
      version = change.object.metadata.resourceVersion;
      if (change.type === "BOOKMARK") continue;
      changed = true;
      const key = keyOf(change.object);
      if (change.type === "DELETED") objects.delete(key);
      else objects.set(key, watch.object.parse(change.object));
    }
    if (changed) watch.onChange(objects);
  }
  return version;
}

/** The complete lines of a stream, as many at a time as have come together. */
async function* linesOf(stream: IncomingMessage): AsyncGenerator<readonly string[]> {
  stream.setEncoding("utf8");
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    yield lines;
  }
}

const keyOf = ({ metadata: { namespace, name } }: AnyObject): string => `${namespace}/${name}`;

async function get(
  { region, server, authority, token }: ApiAccess,
  path: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const asking = request(`${server}${path}`, {
    ca: authority,
    headers: { authorization: `Bearer ${token}` },
    agent: false,
    signal,
  });
  asking.end();
  const [answer] = (await once(asking, "response")) as [IncomingMessage];
  if (answer.statusCode === 200) return answer;
  const body = await bodyOf(answer);
  throw new ClusterError(
    "api",
    `the API server of ${region} answered GET ${path} with ${String(answer.statusCode)}: ${body}`,
  );
}

async function bodyOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
