import { expect } from "chai";
import { ApiError, NotSent } from "../../../../services/traffic-controller/cluster/api-error";
import type {
  Tick,
  Write,
  WriteFailure,
} from "../../../../services/traffic-controller/controller/controller";
import {
  tickLoop,
  type TickLoopOptions,
} from "../../../../services/traffic-controller/loops/tick-loop";
import { Wake } from "../../../../services/traffic-controller/loops/wake";

const write: Write = { weights: { a: 100 }, resourceVersion: "4", because: [] };

/** Runs the loop with one tick that proposes a write, and tells all that it did until that had ended. */
async function run(
  apply: TickLoopOptions["routes"]["apply"],
  isLeading = true,
): Promise<unknown[]> {
  const ending = new AbortController();
  const said: unknown[] = [];
  const end = (what: unknown): void => {
    said.push(what);
    ending.abort();
  };
  const ticks: Partial<Tick>[] = [{ write }];
  const options = {
    controller: {
      tick: () => ticks.shift() ?? {},
      isLeading: () => isLeading,
      written: (result: object) => said.push(["written", result]),
      writeFailed: (failure: WriteFailure) =>
        said.push(["failed", failure.kind, failure.retryAfterMs]),
      status: () => ({ writes: { backoffLeftMs: 0 } }),
    },
    recorder: {
      ticked: () => undefined,
      written: () => {
        end("recorded");
      },
      writeFailed: () => undefined,
    },
    routes: { apply },
    routesWith: () => [],
    wake: new Wake(),
    readRoutes: () => {
      end("read the routes");
    },
    now: () => 0,
    firstAfterMs: 0,
    giveUp: new AbortController().signal,
  };
  // As far as the loop looks at them.
  await tickLoop(options as unknown as TickLoopOptions, ending.signal);
  return said;
}

describe("the loop of ticks", () => {
  it("writes what is proposed over the version that it was decided for", async () => {
    const said = await run((http, version, { timeoutMs }) => {
      expect({ http, version, timeoutMs }).to.deep.equal({
        http: [],
        version: "4",
        timeoutMs: 1_500,
      });
      return Promise.resolve("5");
    });
    expect(said).to.deep.equal([["written", { resourceVersion: "5" }], "recorded"]);
  });

  it("tells what became of a write that failed, and has the routes read", async () => {
    const busy = new ApiError("busy", { status: 429, retryAfterMs: 3_000 });
    expect(await run(() => Promise.reject(busy))).to.deep.equal([
      ["failed", "retryable", 3_000],
      "read the routes",
    ]);
  });

  it("lets a write that is ready ask once more whether this replica leads", async () => {
    const said = await run((_, __, ___, onlyIf) => {
      expect(onlyIf()).to.equal(false);
      return Promise.reject(new NotSent("PATCH"));
    }, false);
    expect(said).to.deep.equal([["failed", "not-sent", undefined], "read the routes"]);
  });

  it("ends with what nobody expected of a write", async () => {
    const failing = run(() => Promise.reject(new TypeError("a mistake")));
    expect(await failing.catch((error: unknown) => String(error))).to.equal("TypeError: a mistake");
  });
});
