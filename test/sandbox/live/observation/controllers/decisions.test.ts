import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { controllerDecisions } from "../../../../../sandbox/live/observation/controllers/decisions";
import type { Follow } from "../../../../../sandbox/live/observation/controllers/follow";
import type { ObservedEvent } from "../../../../../sandbox/live/observation/observed-event";
import { decisionOf } from "../sample-decision";

const standBy = (entry: string) => ({
  ...decisionOf(entry),
  leader: { isSelf: false, text: "Another one leads." },
});

/** A region's API server that lists pods when it is told to, and pods that answer when they are told to. */
function region() {
  const told: ObservedEvent[] = [];
  const asked = new Map<string, (answer: unknown) => void>();
  const ended: string[] = [];
  let list: (uids: readonly string[]) => void = () => undefined;
  let path = "";
  const stopping = new AbortController();
  const over = async (signal: AbortSignal) => {
    while (!signal.aborted) await sleep(1);
  };
  const follow: Follow = (collection, signal) => {
    ({ path } = collection);
    list = (uids) => {
      collection.onChange(
        uids.map((uid) => collection.object.parse({ metadata: { uid, name: uid } })),
      );
    };
    return over(signal);
  };
  const running = controllerDecisions({
    region: "us-east-1",
    follow,
    ask: async (pod, hear, signal) => {
      asked.set(pod, hear);
      await over(signal);
      ended.push(pod);
    },
    now: () => 7,
  })((event) => told.push(event), stopping.signal);
  return {
    told,
    asked,
    ended,
    path: () => path,
    list: (...uids: string[]) => {
      list(uids);
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

describe("the decisions of a region's controllers", () => {
  it("are those of the replica that leads, whichever pod it is in", async () => {
    const { told, asked, list, stop, path } = region();
    list("a", "b");
    expect(path()).to.equal(
      "/api/v1/namespaces/nephoran-global/pods?labelSelector=app%3Dtraffic-controller",
    );
    expect([...asked.keys()]).to.deep.equal(["us-east-1.a", "us-east-1.b"]);
    asked.get("us-east-1.a")?.(standBy("us-east-1"));
    asked.get("us-east-1.b")?.(decisionOf("us-east-1"));
    asked.get("us-east-1.b")?.({ error: "There is nothing here." });
    asked.get("us-east-1.b")?.(undefined);
    expect(
      told.map((event) => (event.type === "decision" ? event.decision.entry : event)),
    ).to.deep.equal(["us-east-1"]);
    expect(told[0]).to.deep.include({ type: "decision", at: 7 });
    await stop();
  });

  it("are asked of pods that come, no more of those that go, and of nobody in the end", async () => {
    const { asked, ended, list, stop } = region();
    list("a");
    list("a", "b");
    list("b");
    for (let waited = 0; ended.length === 0 && waited < 1_000; waited++) await sleep(1);
    expect(ended).to.deep.equal(["us-east-1.a"]);
    expect(asked.size).to.equal(2);
    await stop();
    expect(ended).to.deep.equal(["us-east-1.a", "us-east-1.b"]);
  });
});
