import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toWire } from "../../../services/traffic-controller/signals/wire";
import { FakeClusters, NOON, regions } from "./fake-clusters";

/** A probe of eu-west-1, which stopped answering after ten seconds, and of any other region. */
const probeOf = (region: string, second: number) =>
  region === "eu-west-1" && second >= 10
    ? { failures: second - 9, successes: 0, roundTripMs: 80 }
    : { failures: 0, successes: second + 1, roundTripMs: 80 };

/** What GET /signals of a region gave in a minute in which eu-west-1 died. */
function recording(): string {
  const lines: string[] = [];
  for (let second = 0; second < 60; second++) {
    for (const region of regions) {
      if (region === "eu-west-1" && second >= 10) continue;
      const to = Object.fromEntries(regions.map((other) => [other, probeOf(other, second)]));
      const answer = JSON.parse(toWire(region, { probes: { ageMs: 0, to } })) as unknown;
      lines.push(JSON.stringify({ at: NOON + second * 1_000, answer }));
    }
  }
  return lines.join("\n");
}

describe("nephoran traffic replay", () => {
  let folder: string;
  let clusters: FakeClusters;
  const file = (name: string): string => join(folder, name);
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "nephoran-replay-"));
    writeFileSync(file("dead.jsonl"), recording());
    writeFileSync(file("patient.yaml"), "probes:\n  failAfter: 1000\n");
    writeFileSync(file("broken.yaml"), "probes: [\n");
  });
  beforeEach(() => (clusters = new FakeClusters()));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const failed = (lines: readonly string[]): boolean =>
    lines.some((line) => line.includes("eu-west-1 is failed"));

  it("says what would have been decided, and when, without a cluster", async () => {
    const { printed, error } = await clusters.traffic(["replay", file("dead.jsonl")]);
    expect(error).to.equal(undefined);
    const line = printed.find((each) => each.includes("eu-west-1 is failed"));
    expect(line).to.match(/^2030-01-31T12:00:11Z {2}eu-west-1 is failed\./);
    expect(clusters.calls).to.deep.equal([]);
  });

  it("does so by other settings, to see what they would have changed", async () => {
    const words = ["replay", file("dead.jsonl"), "--json"];
    const lines = async (more: string[]): Promise<string[]> => {
      const { printed } = await clusters.traffic([...words, ...more]);
      expect(printed).to.have.length(1);
      return (JSON.parse(printed[0] ?? "") as { readonly lines: string[] }).lines;
    };
    expect(failed(await lines([]))).to.equal(true);
    expect(failed(await lines(["--settings", file("patient.yaml")]))).to.equal(false);
  });

  it("says what is no recording, and what are no settings", async () => {
    const missing = await clusters.traffic(["replay", file("nowhere")]);
    expect(missing.error).to.match(/nowhere cannot be read: ENOENT/);
    const words = ["replay", file("dead.jsonl"), "--settings", file("broken.yaml")];
    expect((await clusters.traffic(words)).error).to.match(/broken\.yaml cannot be read: /);
  });
});
