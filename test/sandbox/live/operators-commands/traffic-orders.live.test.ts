import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import type { CommandResult } from "../../../../sandbox/toolchain/command";
import {
  describeLive,
  layout,
  type SharedLiveSandbox,
  sharedLiveSandbox,
  UP_TIMEOUT_MS,
} from "../shared-live-sandbox";
import { attempt, operator } from "./shells";

/** How long a controller takes at most to follow an order that it follows at once. */
const ORDER_BOUND_MS = 20_000;
const POLL_MS = 500;

/** What every cluster says of an order. */
const everywhere = (result: string): RegExp =>
  new RegExp(`\\nus-east-1 +${result}\\neu-west-1 +${result}\\n`);

describeLive("an operator who gives orders about the traffic", function () {
  this.timeout(120_000);

  let sandbox: SharedLiveSandbox;
  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    sandbox = await sharedLiveSandbox();
  });
  afterEach(() => attempted("traffic lift --all"));

  const inProject = (words: string): string => `npx nephoran ${words} --project ${layout.project}`;
  const attempted = (words: string): Promise<CommandResult> => attempt(sandbox, inProject(words));
  const nephoran = (words: string): Promise<string> => operator(sandbox, inProject(words));

  /** Looks until the status is so; what it is at the end. */
  async function status(expected: RegExp): Promise<string> {
    const deadline = Date.now() + ORDER_BOUND_MS;
    for (;;) {
      const seen = await nephoran("traffic status");
      if (expected.test(seen) || Date.now() > deadline) return seen;
      await sleep(POLL_MS);
    }
  }

  it("is told by every API server whether it would take one, and changes nothing", async () => {
    const told = await nephoran('traffic drain eu-west-1 --reason "new kernel" --dry-run');
    expect(told).to.match(everywhere("would be written"));
    expect(await nephoran("traffic status")).to.include("\nNo overrides.\n");
  });

  it("takes a region out at once, and back by the order's name", async () => {
    const reason = "storage corrupt, see INC-4711";
    const told = await nephoran(`traffic exclude eu-west-1 --reason "${reason}"`);
    expect(told)
      .to.include("exclude eu-west-1 for 1 h, until ")
      .and.to.match(everywhere("written"));
    const out =
      /\neu-west-1 +100 +- +traffic-controller-[^]*\nexclude-eu-west-1 +exclude eu-west-1 /;
    expect(await status(out))
      .to.match(out)
      .and.to.include(reason);

    const again = await nephoran(`traffic exclude eu-west-1 --reason "${reason}"`);
    expect(again).to.match(everywhere("written"));
    const written = await operator(
      sandbox,
      "kubectl get configmap traffic-overrides -n nephoran-global -o jsonpath='{.data.overrides\\.json}'",
    );
    expect(JSON.parse(written)).to.have.nested.property("overrides.length", 1);

    const lifted = await nephoran("traffic lift exclude-eu-west-1");
    expect(lifted).to.match(everywhere("written"));
    expect(await nephoran("traffic status")).to.include("\nNo overrides.\n");
  });

  for (const { order, id } of [
    { order: "traffic drain eu-west-1", id: "drain-eu-west-1" },
    { order: "traffic pin us-east-1 us-east-1=100", id: "pin-us-east-1" },
    { order: "traffic freeze", id: "freeze" },
  ]) {
    it(`sees what stands, for how long, and takes all of it back: ${order}`, async () => {
      const told = await nephoran(`${order} --reason "a drill" --for 30m`);
      expect(told).to.match(everywhere("written"));
      expect(await nephoran("traffic status")).to.match(
        new RegExp(`\\n${id} +\\S.* +(30|29) min.* a drill`),
      );
      expect(await nephoran("traffic lift --all")).to.match(everywhere("written"));
      expect(await nephoran("traffic status")).to.include("\nNo overrides.\n");
    });
  }

  it("is refused one that would leave no region", async () => {
    await nephoran('traffic drain eu-west-1 --reason "a drill"');
    const { exitCode, errorLines } = await attempted(
      'traffic exclude us-east-1 --reason "a drill"',
    );
    expect(exitCode).to.equal(1);
    expect(errorLines.join("\n")).to.include("all other regions are drained or excluded already");
  });

  it("hears from recorded signals what would have been decided, by other settings too", async () => {
    const folder = await mkdtemp(join(tmpdir(), "nephoran-signals-"));
    try {
      const lines = await operator(
        sandbox,
        "for region in us-east-1 eu-west-1; do " +
          "coproc kubectl --context=$region port-forward deploy/traffic-controller :8080 -n nephoran-global; " +
          'read -r _ _ address _ <&"${COPROC[0]}"; pid=$COPROC_PID; ' +
          'echo "{\\"at\\": \\"$(date -u +%FT%TZ)\\", \\"answer\\": $(curl -s "http://$address/signals")}"; ' +
          "kill $pid; wait $pid || true; done",
      );
      const file = join(folder, "signals.jsonl");
      await writeFile(file, lines);
      const settings = join(folder, "settings.yaml");
      await writeFile(settings, "shift: {holdDownSeconds: 20}\n");
      for (const more of ["", ` --settings ${settings}`]) {
        expect(await nephoran(`traffic replay ${file}${more}`)).to.not.equal("");
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
