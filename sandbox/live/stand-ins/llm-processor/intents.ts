import { createHash, randomUUID } from "node:crypto";

/** An intent that has been processed. */
export interface Intent {
  readonly id: string;
  readonly region: string;
  /** What was asked for, at most its first 200 characters. */
  readonly text: string;
  /** Who asked, by the verified token; absent if it names nobody. */
  readonly tenant?: string;
  readonly at: string;
}

export type Outcome =
  { readonly intent: Intent; readonly replayed: boolean } | { readonly refused: "key-reused" };

/** What is asked for, and by whom. */
export interface Order {
  readonly body: Buffer;
  readonly tenant?: string;
  /** Value of the header Idempotency-Key. */
  readonly key?: string;
}

/** How many intents, and how many keys, are remembered: older ones are forgotten. */
const REMEMBERED = 100_000;

/** How many of them can be listed. */
const LISTED = 100;

const LONGEST_TEXT = 200;

/**
 * What a processor has worked on. A key that comes again gets the answer of its first time, also while
 * that is still worked on; a region knows only its own keys, as long as its process lives.
 */
export class Intents {
  readonly #byId = new Map<string, Intent>();
  readonly #byKey = new Map<string, { fingerprint: string; intent: Promise<Intent> }>();
  #latest: Intent[] = [];
  #processed = 0;
  #replayed = 0;

  constructor(readonly region: string) {}

  /** Intents that were worked on, and answers that were given again. */
  get counts(): { readonly processed: number; readonly replayed: number } {
    return { processed: this.#processed, replayed: this.#replayed };
  }

  get(id: string): Intent | undefined {
    return this.#byId.get(id);
  }

  /** The newest first, a hundred at most. */
  latest(): readonly Intent[] {
    return this.#latest;
  }

  /**
   * Has an intent worked on, unless its key says that it has been.
   *
   * @param work fails if the intent cannot be worked on now; its key is then free again.
   */
  async take(order: Order, work: () => Promise<void>): Promise<Outcome> {
    const { key, tenant = "" } = order;
    if (key === undefined) return { intent: await this.#process(order, work), replayed: false };
    // Keys belong to who uses them.
    const name = JSON.stringify([tenant, key]);
    const fingerprint = createHash("sha256").update(order.body).digest("hex");
    const known = this.#byKey.get(name);
    if (known === undefined) {
      const intent = this.#process(order, work);
      remember(this.#byKey, name, { fingerprint, intent });
      intent.catch(() => this.#byKey.delete(name));
      return { intent: await intent, replayed: false };
    }
    if (known.fingerprint !== fingerprint) return { refused: "key-reused" };
    const intent = await known.intent;
    this.#replayed++;
    return { intent, replayed: true };
  }

  async #process({ body, tenant }: Order, work: () => Promise<void>): Promise<Intent> {
    await work();
    this.#processed++;
    const intent: Intent = {
      id: randomUUID(),
      region: this.region,
      text: textOf(body).slice(0, LONGEST_TEXT),
      ...(tenant !== undefined && { tenant }),
      at: new Date().toISOString(),
    };
    remember(this.#byId, intent.id, intent);
    this.#latest = [intent, ...this.#latest.slice(0, LISTED - 1)];
    return intent;
  }
}

/** The field `intent` of a JSON body, or else all of it. */
function textOf(body: Buffer): string {
  const text = body.toString("utf8");
  try {
    const parsed: unknown = JSON.parse(text);
    const intent = parsed instanceof Object && "intent" in parsed ? parsed.intent : undefined;
    return typeof intent === "string" ? intent : text;
  } catch {
    return text;
  }
}

function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.set(key, value);
  if (map.size <= REMEMBERED) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
