import type { IncomingMessage } from "node:http";
import { Agent } from "node:https";
import type { z } from "zod";
import { exchange, ExchangeError, type Incoming, type Outgoing, streamed } from "../http/exchange";
import type { ClusterAccess } from "./access";
import { ApiError, NotSent, refusalOf, unanswered } from "./api-error";
import { linesOf } from "./lines";

/** A request to the API server; paths are as in the API's reference. */
export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: object;
  /** @default application/json */
  readonly contentType?: string;
  /** Asked at the last moment before it is sent. @default always */
  readonly onlyIf?: () => boolean;
}

/** What ends a request, whatever the server does. */
export interface ApiBounds {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** More than any of the few objects that are read; bytes. */
const MOST_BYTES = 4 * 1_024 * 1_024;

/** More connections than the loops that ask at the same time never need. */
const MOST_CONNECTIONS = 8;

/**
 * The few requests that a traffic controller sends to its API server, over connections that are kept.
 * A token that has been renewed is used from the next request on, a new CA too.
 */
export class ApiClient {
  private trusted: { readonly authority: string; readonly agent: Agent } | undefined;

  /** @param userAgent names the caller in the server's audit log. */
  constructor(
    private readonly access: ClusterAccess,
    private readonly userAgent: string,
  ) {}

  /**
   * Sends a request and parses the answer.
   *
   * @throws ApiError unless it is a success, and what the schema takes, within the bounds; NotSent if it
   *   is no longer wanted.
   */
  async call<T extends z.ZodType>(
    request: ApiRequest,
    schema: T,
    { timeoutMs, signal }: ApiBounds,
  ): Promise<z.output<T>> {
    const name = `${request.method} ${request.path}`;
    const answer = await this.guarded(name, async () => {
      const outgoing = await this.outgoing(request);
      if (request.onlyIf?.() === false) throw new NotSent(name);
      return await exchange(outgoing, { timeoutMs, maxBytes: MOST_BYTES, signal });
    });
    const parsed = schema.safeParse(json(name, okay(name, answer)));
    if (parsed.success) return parsed.data;
    throw new ApiError(`The API server answers ${name} with something else than was asked for.`);
  }

  /**
   * A watch: hands every object of the stream to `take`, until the server ends it or the bound is met.
   * A line that breaks off is no object.
   *
   * @throws ApiError if it cannot begin, or breaks.
   */
  async watch(
    path: string,
    { timeoutMs, signal }: ApiBounds,
    take: (event: unknown) => void,
  ): Promise<void> {
    const name = `GET ${path}`;
    await this.guarded(name, async () =>
      streamed(
        await this.outgoing({ method: "GET", path }),
        { timeoutMs, signal },
        async (response) => {
          if ((response.statusCode ?? 0) >= 300) throw refusalOf(name, await shortAnswer(response));
          for await (const line of linesOf(response, MOST_BYTES)) take(json(name, line));
        },
      ),
    );
  }

  /** Closes what is kept open. */
  close(): void {
    this.trusted?.agent.destroy();
    this.trusted = undefined;
  }

  private async outgoing({ method, path, body, contentType }: ApiRequest): Promise<Outgoing> {
    const [token, authority] = await Promise.all([
      this.access.readToken(),
      this.access.readAuthority(),
    ]);
    return {
      url: new URL(path, this.access.server),
      agent: this.agentFor(authority),
      method,
      headers: {
        accept: "application/json",
        authorization: `Bearer ${token}`,
        "user-agent": this.userAgent,
        ...(body && { "content-type": contentType ?? "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
    };
  }

  private agentFor(authority: string): Agent {
    if (this.trusted?.authority !== authority) {
      this.trusted?.agent.destroy();
      const agent = new Agent({ ca: authority, keepAlive: true, maxSockets: MOST_CONNECTIONS });
      this.trusted = { authority, agent };
    }
    return this.trusted.agent;
  }

  private async guarded<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ApiError) throw error;
      // Also a token that cannot be read for a moment, while it is replaced.
      if (error instanceof ExchangeError || isSystemError(error)) throw unanswered(name, error);
      throw error;
    }
  }
}

function okay(name: string, answer: Incoming): string {
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw refusalOf(name, answer);
}

function json(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApiError(`The API server answers ${name} with what is no JSON.`, {}, { cause });
  }
}

/** The beginning of a refusal is all that anybody reads. */
async function shortAnswer(response: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > 65_536) break;
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "syscall" in error;
