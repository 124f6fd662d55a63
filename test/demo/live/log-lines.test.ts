import { expect } from "chai";
import { LogLines } from "../../../demo/live/log-lines";
import { LiveModel } from "../../../demo/live/model";
import { showInTerminal } from "../../../demo/live/screen";
import { BEGAN_AT, KILLED_MS, REGIONS, sampleShow } from "./sample-show";

describe("the live picture line by line", () => {
  it("has a line a second, and each piece of news once, when it is new", () => {
    const model = new LiveModel(REGIONS);
    const log = new LogLines(BEGAN_AT);
    const lines: string[] = [];
    const events = sampleShow();
    for (let ms = 1_000; ms <= KILLED_MS + 4_000; ms += 1_000) {
      while (eventAt(events[0]) <= BEGAN_AT + ms) {
        const event = events.shift();
        if (event !== undefined) model.add(event);
      }
      lines.push(...log.of(model.view(BEGAN_AT + ms)));
    }
    expect(lines.filter((line) => / s {2}us-east-1 /.test(line))).to.have.length(64);
    expect(lines.slice(0, 2)).to.deep.equal([
      "12:00:00  A steady load: 40 requests a second.",
      "    1 s  us-east-1 0/s | eu-west-1 0/s | ap-southeast-1 0/s | us-west-2 0/s | " +
        "lost 0 repeatable, 0 not",
    ]);
    expect(lines).to.include(
      "   63 s  us-east-1 14/s 100.0 % p95 1.1 s | eu-west-1 KILLED 3 s ago | " +
        "ap-southeast-1 10/s 100.0 % p95 71 ms | us-west-2 10/s 100.0 % p95 66 ms | " +
        "lost 0 repeatable, 1 not",
    );
    const killed = lines.filter((line) => line.includes("is killed"));
    expect(killed).to.deep.equal(["12:01:00  eu-west-1 is killed: everything in it, at once."]);
  });
});

const eventAt = (event: ReturnType<typeof sampleShow>[number] | undefined): number =>
  event === undefined ? Infinity : event.type === "request" ? event.request.t : event.at;

describe("the live picture in a terminal", () => {
  const written = (isTTY: boolean): string => {
    const view = new LiveModel(REGIONS).view(BEGAN_AT);
    let text = "";
    const stop = showInTerminal(() => view, "http://127.0.0.1:1/", {
      write: (part: string | Uint8Array) => {
        text += String(part);
        return true;
      },
      isTTY,
      columns: 40,
      rows: 6,
    });
    stop();
    return text;
  };

  it("is drawn over itself, and no larger than the terminal", () => {
    const pictures = written(true).split("\u001b[H\u001b[J");
    expect(pictures).to.have.length(3);
    const lines = (pictures[1] ?? "").trimEnd().split("\n");
    expect(lines).to.have.length(5);
    expect(lines[0]).to.equal("http://127.0.0.1:1/  (Ctrl-C ends the s");
  });

  it("is never drawn over where there is no terminal", () => {
    expect(written(false)).not.to.include("\u001b");
  });
});
