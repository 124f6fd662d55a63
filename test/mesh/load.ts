import { once } from "node:events";
import { type ClientHttp2Session, connect } from "node:http2";
import { setTimeout as sleep } from "node:timers/promises";
import type { Tunnel } from "../../sandbox/mesh/tunnel";
import { type Question, secured } from "./client";

/** One request under load. */
export interface Outcome {
  /** Seconds from the first request to this one. */
  readonly at: number;
  /** HTTP status, or what went wrong. */
  readonly result: number | string;
  /** Seconds to the whole answer. */
  readonly seconds: number;
  readonly body: string;
}

/** Connections that requests are spread over. */
const SESSIONS = 4;

/** An answer after this is none. */
const BOUND_MS = 15_000;

/**
 * Sends GET requests at a steady rate, whether or not earlier ones are answered: who waits for an
 * answer before asking again would hide a standstill.
 */
export async function openLoop(
  tunnel: Tunnel,
  target: Omit<Question, "path" | "method">,
  { perSecond, count }: { readonly perSecond: number; readonly count: number },
): Promise<Outcome[]> {
  const sessions = await Promise.all(
    Array.from({ length: SESSIONS }, () => openSession(tunnel, target)),
  );
  const begin = performance.now();
  const running: Promise<Outcome>[] = [];
  for (let position = 0; position < count; position += 1) {
    const due = begin + (position * 1000) / perSecond;
    await sleep(Math.max(0, due - performance.now()));
    const session = sessions[position % SESSIONS];
    if (session !== undefined) running.push(get(session, target, `/load/${position}`, begin));
  }
  const outcomes = await Promise.all(running);
  for (const session of sessions) session.destroy();
  return outcomes;
}

async function openSession(
  tunnel: Tunnel,
  target: Omit<Question, "path">,
): Promise<ClientHttp2Session> {
  const socket = secured(await tunnel.connect(target.address, target.port), target, "h2");
  await once(socket, "secureConnect");
  const session = connect(`https://${target.serverName ?? ""}`, { createConnection: () => socket });
  // Requests that it carries fail by themselves.
  session.on("error", () => undefined);
  return session;
}

async function get(
  session: ClientHttp2Session,
  { headers = {} }: Pick<Question, "headers">,
  path: string,
  begin: number,
): Promise<Outcome> {
  const sent = performance.now();
  const outcome = (result: number | string, body: string): Outcome => ({
    at: (sent - begin) / 1000,
    seconds: (performance.now() - sent) / 1000,
    result,
    body,
  });
  try {
    const signal = AbortSignal.timeout(BOUND_MS);
    const stream = session.request({ ":path": path, ...headers }, { signal });
    stream.end();
    const [answer] = (await once(stream, "response")) as [{ readonly ":status"?: number }];
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return outcome(answer[":status"] ?? 0, Buffer.concat(chunks).toString("utf8"));
  } catch (error) {
    return outcome(error instanceof Error ? error.message : String(error), "");
  }
}
