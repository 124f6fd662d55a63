import { expect } from "chai";
import type { DeployEvent } from "../../../deploy/events";
import { showAsJson } from "../../../deploy/progress/json";
import { showInLines } from "../../../deploy/progress/lines";
import type { DeployRenderer, LineStream } from "../../../deploy/progress/renderer";

const progress = (seconds: number): DeployEvent => ({
  kind: "progress",
  stack: "eu-west-1",
  operations: 12,
  unchanged: 3,
  seconds,
  waitingFor: { what: "Deployment llm-processor", seconds: 9, reason: "0 of 3 pods are there" },
});

const events: readonly DeployEvent[] = [
  { kind: "stacks-made", stacks: ["eu-west-1", "us-west-2"] },
  { kind: "pass", pass: 1, stacks: ["eu-west-1", "us-west-2"] },
  { kind: "started", stack: "eu-west-1" },
  { kind: "note", stack: "eu-west-1", text: "1 creation that was interrupted will be taken over" },
  ...[1, 14, 15, 16].map(progress),
  {
    kind: "ended",
    stack: "eu-west-1",
    result: "succeeded",
    changes: { create: 2, same: 1 },
    seconds: 20.25,
    errors: [],
  },
  {
    kind: "ended",
    stack: "us-west-2",
    result: "failed",
    changes: {},
    seconds: 3,
    errors: ["Deployment gateway: exceeded quota\nof the namespace"],
  },
  { kind: "pass", pass: 2, stacks: ["eu-west-1"] },
];

const shown = (renderer: (stream: LineStream) => DeployRenderer): string[] => {
  let text = "";
  const { show } = renderer({ write: (more) => (text += more) });
  events.forEach(show);
  return text.trimEnd().split("\n");
};

describe("the progress of a deployment", () => {
  it("is plain lines in a log, every 15 s while a stack goes on", () => {
    expect(shown(showInLines)).to.deep.equal([
      "made the stacks eu-west-1, us-west-2",
      "pass 1: eu-west-1, us-west-2",
      "eu-west-1        1 creation that was interrupted will be taken over",
      "eu-west-1        12 operations, 3 unchanged in 15 s; waits 9 s for Deployment llm-processor: 0 of 3 pods are there",
      "eu-west-1        2 created, 1 unchanged in 20.3 s",
      "us-west-2        failed after 3.0 s",
      "  Deployment gateway: exceeded quota",
      "  of the namespace",
      "pass 2: eu-west-1 by what the others promise now",
    ]);
  });

  it("is one JSON object a line for programs", () => {
    const objects = shown(showAsJson).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(objects.map(({ event }) => event)).to.deep.equal([
      ...["stacks-made", "pass", "started", "note", "progress", "ended", "ended", "pass"],
    ]);
    expect(objects[5]).to.deep.equal({
      event: "ended",
      stack: "eu-west-1",
      result: "succeeded",
      changes: { create: 2, same: 1 },
      seconds: 20.25,
      errors: [],
    });
  });
});
