import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { toWire } from "../../services/traffic-controller/signals/wire";
import { replayFile } from "../../simulator/replay";
import { shippedProject } from "../shipped-project";
import { wellSignals } from "../services/traffic-controller/decision/worlds";

const { topology } = shippedProject;
const names = topology.regions.map(({ name }) => name);
const start = Date.parse("2026-11-26T10:00:00Z");

/** A minute in which the probes of a region begin to fail after 20 s. */
function recording(lost: string): string {
  const lines: string[] = [];
  for (let second = 0; second < 60; second++) {
    for (const region of names) {
      const to = Object.fromEntries(
        names.map((name) => {
          const failures = name === lost ? Math.max(0, second - 19) : 0;
          return [name, { failures, successes: failures > 0 ? 0 : second + 1, roundTripMs: 50 }];
        }),
      );
      const report = {
        signals: wellSignals,
        probes: { ageMs: 100, to },
        served: Object.fromEntries(names.map((name) => [name, name === region ? 100 : 0])),
      };
      const at = new Date(start + second * 1_000).toISOString();
      lines.push(JSON.stringify({ at, answer: JSON.parse(toWire(region, report)) as unknown }));
    }
  }
  return lines.join("\n");
}

describe("the replay of recorded signals", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "nephoran-replay-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const replay = (text: string, settings: unknown = {}): string[] => {
    const path = join(folder, "recorded.jsonl");
    writeFileSync(path, text);
    return replayFile(path, { topology, settings }).lines;
  };

  it("tells what the controller would have done, and when", () => {
    const lines = replay(recording("eu-west-1"));
    expect(lines[0]).to.match(
      /^2026-11-26T10:00:21Z {2}eu-west-1 is failed\. eu-west-1 does not answer anybody's probes\./,
    );
    expect(lines.find((line) => line.includes("eu-west-1 would send"))).to.match(
      /^2026-11-26T10:00:21Z {2}eu-west-1 would send 100 us-east-1\.$/,
    );
  });

  it("goes by the settings that it is given", () => {
    const lines = replay(recording("eu-west-1"), { probes: { failAfter: 10 } });
    expect(lines.find((line) => line.includes("is failed"))).to.match(/^2026-11-26T10:00:29Z/);
  });

  it("says so where nothing would have changed", () => {
    expect(replay(recording("nobody"))).to.deep.equal(["Nothing would have changed."]);
  });

  it("refuses what is no recording, by its line", () => {
    const [good = ""] = recording("nobody").split("\n");
    expect(() => replay(`${good}\nnonsense\n{"at":1,"answer":{"region":"mars"}}`)).to.throw(
      /is no recording of signals:\n {2}line 2: .*\n {2}line 3: /,
    );
    expect(() => replay("")).to.throw("it is empty");
    expect(() => replay(good, { probes: { failAfter: 0 } })).to.throw("probes.failAfter");
  });
});
