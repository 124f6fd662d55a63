import type { z } from "zod";
import type {
  ApiBounds,
  ApiClient,
  ApiRequest,
} from "../../../../services/traffic-controller/cluster/api-client";

type Answer = object | Error;

/** An API server that gives the answers of a list, one after the other, and remembers what it was asked. */
export class ScriptedApi implements Pick<ApiClient, "call" | "watch"> {
  readonly asked: (ApiRequest | string)[] = [];

  /** @param script what is answered; for a watch, a list of its events, which may end with an error. */
  constructor(
    private readonly script: (Answer | readonly Answer[])[],
    private readonly whenOver: () => void = () => undefined,
  ) {}

  async call<T extends z.ZodType>(
    request: ApiRequest,
    schema: T,
    bounds: ApiBounds,
  ): Promise<z.output<T>> {
    bounds.signal.throwIfAborted();
    this.asked.push(request);
    const answer = this.next();
    await Promise.resolve();
    if (answer instanceof Error) throw answer;
    return schema.parse(answer);
  }

  async watch(path: string, _: ApiBounds, take: (event: unknown) => void): Promise<void> {
    this.asked.push(path);
    const events = this.next();
    await Promise.resolve();
    for (const event of Array.isArray(events) ? (events as Answer[]) : [events]) {
      if (event instanceof Error) throw event;
      take(event);
    }
  }

  private next(): Answer | readonly Answer[] {
    const answer = this.script.shift();
    if (this.script.length === 0) this.whenOver();
    if (answer === undefined) throw new Error("The script is over.");
    return answer;
  }
}
