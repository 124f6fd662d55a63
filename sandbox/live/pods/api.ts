import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ApiAccess } from "../../cluster/api-client";
import { PodError } from "./failure";

/** A request's body, and as what it is sent. */
interface Body {
  readonly object: object;
  readonly contentType?: string;
}

const TIMEOUT_MS = 15_000;

/** A watch is opened anew from time to time, as clients of Kubernetes do. */
const WATCH_SECONDS = 600;
/** What a watch that failed waits for. */
const RETRY_MS = 500;

export const STRATEGIC_MERGE = "application/strategic-merge-patch+json";

/** Asks for names and versions alone, of a list or of what is watched. */
const metadataOf = (kind: "PartialObjectMetadataList" | "PartialObjectMetadata"): string =>
  `application/json;as=${kind};g=meta.k8s.io;v=v1`;
const WHOLE = "application/json";

/** An answer: its status, and its JSON still to be parsed. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What happens to the objects of a collection. `synced` follows on all that were there at first. */
export type Change =
  | { readonly kind: "present" | "gone"; readonly object: unknown }
  | { readonly kind: "reset" }
  | { readonly kind: "synced" };

/** A region's API server, asked over few connections that stay open. */
export class PodApi {
  private readonly agent: Agent;

  /** @param onTrouble told why a collection cannot be followed just now; it goes on. */
  constructor(
    private readonly access: ApiAccess,
    private readonly onTrouble: (error: unknown) => void,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: 8, ca: access.authority });
  }

  /** @returns the answer, whatever its status. */
  async ask(method: string, path: string, body?: Body): Promise<Answer> {
    const response = await this.send(method, path, { timeoutMs: TIMEOUT_MS }, body);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    return { status: response.statusCode ?? 0, body: text === "" ? undefined : parsed(text) };
  }

  /** @throws PodError `api` unless the request succeeded. */
  async call(method: string, path: string, body?: Body): Promise<unknown> {
    const answer = await this.ask(method, path, body);
    if (answer.status < 300) return answer.body;
    throw this.refused(method, path, answer.status);
  }

  /**
   * Lists a collection and follows it until the signal, over all interruptions. After a `reset`
   * everything that is there comes again.
   */
  async follow(
    path: string,
    onChange: (change: Change) => void,
    { signal, metadataOnly = false }: { signal: AbortSignal; metadataOnly?: boolean },
  ): Promise<void> {
    const listed = metadataOnly ? metadataOf("PartialObjectMetadataList") : WHOLE;
    const accept = metadataOnly ? metadataOf("PartialObjectMetadata") : WHOLE;
    for (;;) {
      try {
        let version = await this.list(path, listed, onChange);
        for (;;) {
          if (signal.aborted) return;
          version = await this.watch(path, version, { accept, signal, onChange });
        }
      } catch (error) {
        // Whatever it was, the list tells what is true now.
        if (signal.aborted) return;
        this.onTrouble(error);
        await sleep(RETRY_MS);
      }
    }
  }

  private async list(path: string, accept: string, onChange: (change: Change) => void) {
    const response = await this.send("GET", path, { accept, timeoutMs: TIMEOUT_MS });
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    if (response.statusCode !== 200) throw this.refused("GET", path, response.statusCode);
    const { metadata, items } = listSchema.parse(JSON.parse(Buffer.concat(chunks).toString()));
    onChange({ kind: "reset" });
    for (const object of items) onChange({ kind: "present", object });
    onChange({ kind: "synced" });
    return metadata.resourceVersion;
  }

  /** @returns the version up to which it came. */
  private async watch(
    path: string,
    from: string,
    {
      accept,
      signal,
      onChange,
    }: { accept: string; signal: AbortSignal; onChange: (change: Change) => void },
  ): Promise<string> {
    const query = `watch=1&allowWatchBookmarks=true&timeoutSeconds=${String(WATCH_SECONDS)}&resourceVersion=${from}`;
    const joined = `${path}${path.includes("?") ? "&" : "?"}${query}`;
    const response = await this.send("GET", joined, { accept, signal });
    if (response.statusCode !== 200) throw this.refused("GET", path, response.statusCode);
    let version = from;
    for await (const line of createInterface({ input: response, crlfDelay: Infinity })) {
      const { type, object } = eventSchema.parse(JSON.parse(line));
      if (type === "ERROR") throw this.refused("GET", path, undefined);
      version = object.metadata.resourceVersion;
      if (type !== "BOOKMARK") onChange({ kind: type === "DELETED" ? "gone" : "present", object });
    }
    return version;
  }

  private async send(
    method: string,
    path: string,
    bounds: { accept?: string; timeoutMs?: number; signal?: AbortSignal },
    body?: Body,
  ): Promise<IncomingMessage> {
    const { server, token } = this.access;
    const { accept = WHOLE, timeoutMs, signal } = bounds;
    const text = body && JSON.stringify(body.object);
    const outgoing = request(`${server}${path}`, {
      method,
      agent: this.agent,
      headers: {
        authorization: `Bearer ${token}`,
        accept,
        ...(text !== undefined && {
          "content-type": body?.contentType ?? "application/json",
          // Node gives a DELETE none by itself.
          "content-length": Buffer.byteLength(text),
        }),
      },
      ...(signal && { signal }),
    });
    if (timeoutMs !== undefined) {
      outgoing.setTimeout(timeoutMs, () => {
        outgoing.destroy(this.refused(method, path, undefined));
      });
    }
    outgoing.end(text);
    const [response] = (await once(outgoing, "response")) as [IncomingMessage];
    // What breaks off later shows to whoever reads the response.
    outgoing.on("error", () => undefined);
    return response;
  }

  private refused(method: string, path: string, status: number | undefined): PodError {
    const answered = status === undefined ? "did not answer" : `answered ${String(status)} to`;
    return new PodError(
      "api",
      `the API server of ${this.access.region} ${answered} ${method} ${path}`,
    );
  }
}

const listSchema = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  // An empty list of metadata alone has null here.
  items: z
    .array(z.unknown())
    .nullish()
    .transform((items) => items ?? []),
});

const eventSchema = z.object({
  type: z.string(),
  object: z.looseObject({
    metadata: z.looseObject({ resourceVersion: z.string().default("") }).default({
      resourceVersion: "",
    }),
  }),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
