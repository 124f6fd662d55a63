import { expect } from "chai";
import { ApiError } from "../../../../services/traffic-controller/cluster/api-error";
import { EventQueue } from "../../../../services/traffic-controller/cluster/event-queue";
import {
  eventObject,
  type Occurrence,
} from "../../../../services/traffic-controller/cluster/events";
import { ScriptedApi } from "./scripted-api";

const regarding = {
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  namespace: "nephoran-system",
  name: "global-traffic-routing",
};
const occurrence = (note: string): Occurrence => ({
  reason: "TrafficShifted",
  action: "Write",
  note,
  type: "Normal",
  atMs: Date.UTC(2026, 0, 1),
});
const noteOf = (object: object): string => (object as { note: string }).note;

describe("Events", () => {
  it("are about the routes, and say who, what and when", () => {
    expect(eventObject(occurrence("moved"), { ...regarding, uid: "u" }, "pod-a")).to.deep.equal({
      apiVersion: "events.k8s.io/v1",
      kind: "Event",
      metadata: { namespace: "nephoran-system", generateName: "global-traffic-routing." },
      eventTime: "2026-01-01T00:00:00.000000Z",
      reportingController: "nephoran.com/traffic-controller",
      reportingInstance: "pod-a",
      action: "Write",
      reason: "TrafficShifted",
      regarding: { ...regarding, uid: "u" },
      note: "moved",
      type: "Normal",
    });
  });

  it("are cut to the 1,024 bytes that the API takes, however wide their characters are", () => {
    for (const text of ["x".repeat(1_025), "ü".repeat(600), "€".repeat(400)]) {
      const note = noteOf(eventObject(occurrence(text), regarding, "a"));
      expect(Buffer.byteLength(note)).to.be.within(1_000, 1_024);
      expect(note).to.match(/…$/);
    }
    const longest = "x".repeat(1_024);
    expect(noteOf(eventObject(occurrence(longest), regarding, "a"))).to.equal(longest);
  });

  const publish = async (
    count: number,
    script: (object | Error)[],
  ): Promise<{ notes: string[]; failures: number }> => {
    const api = new ScriptedApi(script);
    let failures = 0;
    const queue = new EventQueue({
      client: api,
      regarding: () => regarding,
      instance: "a",
      onFailure: () => failures++,
      signal: new AbortController().signal,
    });
    for (let index = 0; index < count; index++) queue.publish(occurrence(String(index)));
    await queue.flushed();
    const notes = api.asked.map((one) => (typeof one === "string" ? one : noteOf(one.body ?? {})));
    return { notes, failures };
  };

  it("are published in order, and one that is not taken is not tried again", async () => {
    const { notes, failures } = await publish(3, [{}, new ApiError("no"), {}]);
    expect({ notes, failures }).to.deep.equal({ notes: ["0", "1", "2"], failures: 1 });
  });

  it("are dropped, the oldest first, where too many wait", async () => {
    const { notes } = await publish(
      60,
      Array.from({ length: 60 }, () => ({})),
    );
    expect(notes).to.have.length(51);
    expect(notes.slice(0, 2)).to.deep.equal(["0", "10"]);
    expect(notes.at(-1)).to.equal("59");
  });
});
