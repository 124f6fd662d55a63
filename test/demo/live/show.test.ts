import { once } from "node:events";
import { PassThrough } from "node:stream";
import { expect } from "chai";
import { type ShowOptions, showLive } from "../../../demo/live/show";
import type { ObservedEvent } from "../../../sandbox/live/observation/observed-event";

const REGIONS = ["us-east-1", "eu-west-1"];

const says = (entry: string, state: "healthy" | "failed"): ObservedEvent => ({
  type: "decision",
  at: Date.now(),
  decision: {
    entry,
    summary: "",
    regions: [{ region: "eu-west-1", state, why: [] }],
    because: [],
  },
});

const serves = (entry: string, percent: number): ObservedEvent => ({
  type: "weights",
  at: Date.now(),
  entry,
  weights: { "us-east-1": 100 - percent, "eu-west-1": percent },
});

/** A system that does at once what a real one takes minutes for. */
function system(changes: Partial<ShowOptions> = {}) {
  const lines = new PassThrough();
  const interrupting = new AbortController();
  let endLoad: (said: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => (endLoad = resolve));
  let tell: (event: ObservedEvent) => void = () => undefined;
  const done: string[] = [];
  const answers = (fields: object) => {
    const request = { t: Date.now(), kind: "get", entry: "e", ms: 20, lateMs: 0, tries: 1 };
    lines.write(`${JSON.stringify({ ...request, ...fields })}\n`);
  };
  const run = async (what: string, ...events: readonly ObservedEvent[]) => {
    done.push(what);
    events.forEach((event) => {
      tell(event);
    });
    // Whoever reads lines does so later.
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const options: ShowOptions = {
    regions: REGIONS,
    victim: "eu-west-1",
    helper: "us-east-1",
    rate: 50,
    seconds: 300,
    sources: [
      async (told, signal) => {
        tell = told;
        for (const name of REGIONS) {
          tell(says(name, "healthy"));
          tell(serves(name, name === "eu-west-1" ? 100 : 0));
        }
        await once(signal, "abort");
      },
    ],
    startLoad: () =>
      Promise.resolve({
        lines,
        ended,
        stop: async () => {
          lines.end();
          endLoad("told to end");
          await run("load stopped");
        },
      }),
    stage: {
      share: (entry) => run("share", serves(entry, 50)),
      unshare: () => run("unshare"),
      kill: async () => {
        answers({ error: "reset", kind: "post" });
        answers({ status: 200, region: "us-east-1", ms: 900 });
        await run("kill", says("us-east-1", "failed"), serves("us-east-1", 0));
      },
      restore: async () => {
        answers({ status: 200, region: "eu-west-1", t: Date.now() + 1_000 });
        const well = REGIONS.map((name) => says(name, "healthy"));
        await run("restore", serves("us-east-1", 50), ...well);
      },
    },
    output: { write: () => true },
    onPage: () => undefined,
    signal: interrupting.signal,
    clock: {
      now: Date.now,
      sleep: (_ms, signal) =>
        signal.aborted ? Promise.reject(signal.reason as Error) : run("wait"),
    },
    ...changes,
  };
  return {
    options,
    interrupting,
    endLoad: (said: string) => {
      endLoad(said);
    },
    done: () => done.filter((what) => what !== "wait"),
  };
}

describe("the show", () => {
  it("kills, restores and says what it has cost, with nothing of it left running", async () => {
    const { options, done } = system();
    const figures = await showLive(options);
    expect(done()).to.deep.equal(["share", "kill", "restore", "unshare", "load stopped"]);
    expect(figures).to.include({
      sent: 3,
      ok: 2,
      lostRepeatable: 0,
      lostOthers: 1,
      longestWaitMs: 900,
      entriesThatSent: 1,
    });
    expect(figures).to.include.all.keys("detectedMs", "weightsWrittenMs", "recoveredMs");
  });

  it("serves the page while it goes on, and no longer", async () => {
    let url = "";
    let status = 0;
    const { options } = system({
      onPage: (where) => {
        url = where;
      },
    });
    const { restore } = options.stage;
    const stage = {
      ...options.stage,
      restore: async (...args: Parameters<typeof restore>) => {
        ({ status } = await fetch(`${url}view`));
        await restore(...args);
      },
    };
    await showLive({ ...options, stage });
    expect(status).to.equal(200);
    const error: unknown = await fetch(url).catch((cause: unknown) => cause);
    expect(error).to.be.instanceOf(TypeError);
  });

  it("fails where the load ends by itself, with its words, once all is as it was", async () => {
    const { options, endLoad, done } = system();
    const { kill } = options.stage;
    const stage = {
      ...options.stage,
      kill: async (region: string) => {
        await kill(region);
        endLoad("DNS does not say where nephoran.io is.\n");
      },
    };
    const error: unknown = await showLive({ ...options, stage }).catch((cause: unknown) => cause);
    expect(error).to.have.property(
      "message",
      "The load has ended by itself:\nDNS does not say where nephoran.io is.",
    );
    expect(done()).to.include.members(["restore", "unshare"]);
  });

  it("ends with the signal, once all is as it was", async () => {
    const { options, interrupting, done } = system();
    const { kill } = options.stage;
    const stage = {
      ...options.stage,
      kill: async (region: string) => {
        await kill(region);
        interrupting.abort(new Error("interrupted"));
      },
    };
    const error: unknown = await showLive({ ...options, stage }).catch((cause: unknown) => cause);
    expect(error).to.have.property("message", "interrupted");
    expect(done()).to.deep.equal(["share", "kill", "restore", "unshare", "load stopped"]);
  });
});
