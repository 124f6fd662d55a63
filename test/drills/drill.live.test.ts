import { expect } from "chai";
import { playDrill, type RoundResult } from "../../drills/drill";
import { missText } from "../../drills/judgement";
import type { Mode } from "../../drills/mode";
import { sandboxStage } from "../../drills/sandbox-stage";
import {
  describeLive,
  layout,
  REGIONS,
  sharedLiveSandbox,
  UP_TIMEOUT_MS,
} from "../sandbox/live/shared-live-sandbox";

const [OTHER, VICTIM] = REGIONS;

/** In the order in which they are played: whoever fails last has to be well again afterwards. */
const MODES = ["entry", "errors", "kill"] as const satisfies Mode[];

/** Shorter than a drill's: long enough to be found failed, not to be all as before. */
const TIMES = { calmMs: 3_000, holdMs: 8_000, settleMs: 20_000 };

/** All rounds, each of which waits until the controllers, started anew, call all healthy; ms. */
const BOUND_MS = 800_000;

describeLive("a drill of two regions", function () {
  let results: readonly RoundResult[] = [];
  const told: string[] = [];

  before(async function () {
    this.timeout(UP_TIMEOUT_MS + BOUND_MS);
    const { toolchain } = await sharedLiveSandbox();
    const sandbox = { layout, toolchain, regions: REGIONS, rate: 100 };
    results = await playDrill({
      ...(await sandboxStage(sandbox)),
      rounds: MODES.map((mode) => ({
        ...{ mode, number: 1, victim: VICTIM, other: OTHER, moreCalmMs: 0 },
      })),
      regions: REGIONS,
      times: TIMES,
      report: (line) => told.push(line),
      onResult: () => undefined,
      signal: AbortSignal.timeout(BOUND_MS),
    }).catch((cause: unknown) => {
      throw new Error(["The drill has ended early.", ...told].join("\n"), { cause });
    });
  });

  for (const mode of MODES) {
    it(`meets what is expected of ${mode}`, () => {
      const result = results.find(({ round }) => round.mode === mode);
      if (result === undefined) throw new Error(`It was not played: ${told.join("\n")}`);
      if ("brokenOff" in result) throw new Error(result.brokenOff);
      const seen = JSON.stringify(result.findings);
      expect(result.misses.map(missText), seen).to.deep.equal([]);
      expect(result.findings.repeatable.sent).to.be.above(1_000);
    });
  }

  it("has seen the region fail by probes where it was dead, and not where it answered badly", () => {
    const findings = new Map(
      results.flatMap((result) =>
        "findings" in result ? [[result.round.mode, result.findings] as const] : [],
      ),
    );
    expect(findings.get("kill")).to.include({ weightSince: "probe" });
    expect(findings.get("errors")).not.to.have.property("firstFailedProbeMs");
    expect(findings.get("kill")?.bound.ok).to.be.above(0);
  });
});
