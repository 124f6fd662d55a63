import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { tokenHeaders } from "../../../../components/traffic/token-headers";
import { bodyOf, pathOf, send, sendJson, sendText } from "./exchange";
import { type Faults, NO_FAULTS } from "./faults";
import { Intents } from "./intents";
import { ModelBudget } from "./model-budget";
import { ProcessorMetrics, type RequestStatus } from "./processor-metrics";
import type { ProcessorSettings } from "./settings";

const INTENTS_PATH = "/v1/intents";

/** By this callers are told which region worked on their request. */
export const REGION_HEADER = "x-nephoran-region";

/** How far the time of an intent is from its middle, at most, as a part of it. */
const SPREAD = 0.25;

/** What decides about time and chance, so that tests can. */
export interface Chance {
  /** Milliseconds by a clock that does not go back. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to below 1. */
  readonly random: () => number;
}

const REAL_CHANCE: Chance = {
  now: () => performance.now(),
  sleep: (ms) => sleep(ms),
  random: Math.random,
};

/** An intent that is not worked on now. */
class Refused extends Error {
  constructor(readonly status: Extract<RequestStatus, "at-capacity" | "rate-limited">) {
    super(status);
  }
}

/**
 * Stands in for llm-processor-regional, whose image is not built here. It takes intents and needs time
 * for them, has the capacity and the rate that it is configured with, gives a key that comes again the
 * same answer, and tells the metrics that the real one is known by. It understands nothing: an answer
 * says what was asked for, and which region it is.
 */
export class Processor {
  readonly metrics: ProcessorMetrics;
  readonly intents: Intents;
  faults: Faults = NO_FAULTS;
  /** False once it has been told to end: who balances loads should send it nothing more. */
  isReady = true;
  #inFlight = 0;
  readonly #budget: ModelBudget;

  constructor(
    readonly settings: ProcessorSettings,
    private readonly chance: Chance = REAL_CHANCE,
  ) {
    this.metrics = new ProcessorMetrics(settings.REGION);
    this.intents = new Intents(settings.REGION);
    this.#budget = new ModelBudget(settings.MAX_LLM_RPS);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** What it answers on its port. */
  readonly listener: RequestListener = (request, response) => {
    const path = pathOf(request);
    if (path === "/healthz" || path === "/readyz") {
      this.#health(response, path === "/healthz" || this.isReady);
    } else if (path === "/metrics") {
      void this.metrics.registry.metrics().then((text) => {
        send(response, 200, this.metrics.registry.contentType, text);
      });
    } else if (path === "/v1" || path.startsWith("/v1/")) {
      void this.#timed(request, response, path);
    } else {
      sendJson(response, 404, { error: `There is only ${INTENTS_PATH}.` });
    }
  };

  #health(response: ServerResponse, isWell: boolean): void {
    const { REGION: region } = this.settings;
    if (isWell && !this.faults.unwell) {
      sendJson(response, 200, { status: "ok", region }, { [REGION_HEADER]: region });
    } else sendText(response, 503, "It has been told to be unwell, or to end.");
  }

  /** Answers, and counts what callers have got; who has gone meanwhile has got nothing. */
  async #timed(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const started = this.chance.now();
    const caller = { isGone: false };
    response.once("close", () => {
      caller.isGone = !response.writableEnded;
    });
    response.setHeader(REGION_HEADER, this.settings.REGION);
    const status = await this.#answer(request, response, path).catch((error: unknown) => {
      console.error(error);
      return "error" as const;
    });
    if (!caller.isGone) this.metrics.answered(status, (this.chance.now() - started) / 1_000);
    if (!response.headersSent) response.socket?.resetAndDestroy();
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<RequestStatus> {
    const { delayMs, failAfterWork } = this.faults;
    const fails = this.chance.random() < this.faults.failRatio;
    if (delayMs > 0) await this.chance.sleep(delayMs);
    if (fails && !failAfterWork) return this.#fail(response);
    if (request.method === "POST" && path === INTENTS_PATH) {
      return this.#take(request, response, fails);
    }
    await this.chance.sleep(this.settings.READ_MS);
    if (fails) return this.#fail(response);
    this.#read(request, response, path);
    return "success";
  }

  #fail(response: ServerResponse): RequestStatus {
    const { failWith } = this.faults;
    // Who gets no answer is reset.
    if (failWith !== "reset") sendJson(response, failWith, { error: "It has been told to fail." });
    return "error";
  }

  #read({ method }: IncomingMessage, response: ServerResponse, path: string): void {
    const { REGION: region } = this.settings;
    if (method !== "GET" && method !== "HEAD") {
      sendJson(response, 405, { error: `Only GET, HEAD and POST ${INTENTS_PATH}.` });
    } else if (path === INTENTS_PATH) {
      sendJson(response, 200, { region, intents: this.intents.latest() });
    } else {
      const intent = this.intents.get(path.slice(INTENTS_PATH.length + 1));
      if (intent === undefined) sendJson(response, 404, { error: "No such intent is known here." });
      else sendJson(response, 200, { ...intent });
    }
  }

  async #take(
    request: IncomingMessage,
    response: ServerResponse,
    fails: boolean,
  ): Promise<RequestStatus> {
    const body = await bodyOf(request);
    if (body === undefined || body.length === 0) {
      const error = body === undefined ? "An intent has 1 MiB at most." : "There is no intent.";
      sendJson(response, body === undefined ? 413 : 400, { error });
      return "success";
    }
    const key = header(request, "idempotency-key");
    const tenant = header(request, tokenHeaders.tenant);
    try {
      const outcome = await this.intents.take(
        { body, ...(key && { key }), ...(tenant && { tenant }) },
        () => this.#work(),
      );
      if (fails) return this.#fail(response);
      if ("refused" in outcome) {
        sendJson(response, 422, { error: "This Idempotency-Key was used for another intent." });
      } else {
        const replayed = outcome.replayed ? { "idempotency-replayed": "true" } : {};
        sendJson(response, 201, outcome.intent, replayed);
      }
      return "success";
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const isFull = error.status === "at-capacity";
      // What 503 says, the gateway may ask another region; a model's limit is everybody's own.
      sendJson(response, isFull ? 503 : 429, { error: error.status }, { "retry-after": "1" });
      return error.status;
    }
  }

  async #work(): Promise<void> {
    const { MAX_CONCURRENT_INTENTS, MODEL_WAIT_MS, PROCESSING_MS } = this.settings;
    if (this.#inFlight >= MAX_CONCURRENT_INTENTS) throw new Refused("at-capacity");
    const wait = this.#budget.take(this.chance.now(), MODEL_WAIT_MS);
    if (wait === undefined) throw new Refused("rate-limited");
    this.metrics.inFlight(++this.#inFlight);
    try {
      const spread = 1 + SPREAD * (2 * this.chance.random() - 1);
      await this.chance.sleep(wait + PROCESSING_MS * spread);
      this.metrics.billed(this.settings.COST_MICRO_USD_PER_INTENT / 1e6);
    } finally {
      this.metrics.inFlight(--this.#inFlight);
    }
  }
}

function header({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
