import { expect } from "chai";
import {
  type BuildProgress,
  durationText,
  eventLine,
  renderProgress,
  type ToolchainEvent,
} from "../../../sandbox/toolchain/progress";

const progress: BuildProgress = {
  tool: "kube-apiserver",
  phase: "compiling",
  done: 512,
  total: 1180,
  elapsedMs: 192_000,
  remainingMs: 840_000,
};
const text =
  "compiling kube-apiserver 512 of 1180 packages, 3 min 12 s so far, about 14 min 00 s left";
const event: ToolchainEvent = { kind: "progress", ...progress };
const built: ToolchainEvent = { kind: "built", tool: "etcd", seconds: 41 };

function stream(properties: { isTTY?: boolean; columns?: number }) {
  const written: string[] = [];
  return { ...properties, written, write: (chunk: string) => written.push(chunk) };
}

describe("the line about a build", () => {
  it("tells the tool, the count, the time so far and the time left", () => {
    expect(eventLine(event)).to.equal(`toolchain: ${text}`);
  });

  it("counts what it downloads by what that is, and nothing while it links or installs", () => {
    expect(eventLine({ ...event, phase: "downloading", done: 3, total: 227 })).to.contain(
      "downloading kube-apiserver 3 of 227 modules,",
    );
    expect(
      eventLine({ ...event, tool: "checkov", phase: "downloading", done: 3, total: 96 }),
    ).to.contain("downloading checkov 3 of 96 packages,");
    expect(
      eventLine({ ...event, tool: "checkov", phase: "installing", done: 0, total: 0 }),
    ).to.contain("installing checkov, 3 min");
    expect(eventLine({ ...event, phase: "linking" })).to.contain("linking kube-apiserver, 3 min");
  });

  it("says whose build it waits for, and how far that is", () => {
    expect(eventLine({ kind: "waiting", pid: 42 })).to.equal(
      "toolchain: waiting for the build of process 42",
    );
    expect(eventLine({ kind: "waiting", pid: 42, progress })).to.equal(
      `toolchain: waiting for the build of process 42: ${text}`,
    );
  });

  it("shows durations in the two units that matter", () => {
    expect([0, 59_400, 60_000, 200_000, 3_599_000, 3_900_000].map(durationText)).to.deep.equal([
      "0 s",
      "59 s",
      "1 min 00 s",
      "3 min 20 s",
      "59 min 59 s",
      "1 h 05 min",
    ]);
  });
});

describe("the renderer of a build", () => {
  it("keeps one line on a terminal, cut to its width, and leaves none behind", () => {
    const terminal = stream({ isTTY: true, columns: 40 });
    const { show, close } = renderProgress(terminal);
    show(event);
    show(event);
    close();
    const line = `\r\u001b[2K${`toolchain: ${text}`.slice(0, 39)}`;
    expect(terminal.written).to.deep.equal([line, line, "\r\u001b[2K"]);
  });

  it("leaves the line of a finished tool on a terminal", () => {
    const terminal = stream({ isTTY: true });
    const { show, close } = renderProgress(terminal);
    show(event);
    show(built);
    close();
    expect(terminal.written.at(-1)).to.equal("\r\u001b[2Ktoolchain: etcd is ready after 41 s\n");
  });

  it("writes a plain line every 15 s to a log, and every finished tool at once", () => {
    const log = stream({});
    let now = 0;
    const { show } = renderProgress(log, () => now);
    for (; now <= 30_000; now += 1_000) show(event);
    show(built);
    const line = `toolchain: ${text}\n`;
    expect(log.written).to.deep.equal([line, line, line, "toolchain: etcd is ready after 41 s\n"]);
  });
});
