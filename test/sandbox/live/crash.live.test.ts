import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { killPart, type Part, partsOf } from "../../../campaigns/crash/parts";
import { controlPlaneStatus } from "../../../sandbox/cluster/status";
import { isLiveUp, liveStatus } from "../../../sandbox/live/status";
import { liveDepth } from "../../../sandbox/live/up";
import { chosenRegions, startRegions } from "../../../sandbox/up";
import { clientShell } from "./operators-commands/shells";
import {
  describeLive,
  layout,
  REGIONS,
  type SharedLiveSandbox,
  sharedLiveSandbox,
  UP_TIMEOUT_MS,
  upOptions,
} from "./shared-live-sandbox";

const REGION = "eu-west-1";

/** Both regions, as a user finds them by name, by way of the router. */
const HEALTH =
  "for region in us-east-1 eu-west-1; do\n" +
  "  curl -s -m 5 -o /dev/null -w '%{http_code}\\n' https://$region.nephoran.io/health || true\n" +
  "done";

/** How long Envoy takes at most to know of an endpoint that has come or gone. */
const ENDPOINTS_BOUND_MS = 20_000;
const POLL_MS = 200;

/** Parts whose death ends the life of pods as well: what they take to come back is no matter of seconds. */
const SLOW = ["holder", "pod-runner"];

describeLive("a part that dies by itself", function () {
  this.timeout(90_000);

  let shared: SharedLiveSandbox;
  let client: (command: string) => Promise<string>;
  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    shared = await sharedLiveSandbox();
    client = await clientShell(shared);
  });

  /** The next `up --live`, as far as it comes before the stacks are deployed. */
  async function startAgain(): Promise<void> {
    const options = upOptions(shared.toolchain);
    const depth = await liveDepth(options);
    await startRegions({ ...options, depth }, chosenRegions(REGIONS));
    await depth.finish();
  }

  async function allIsUp(): Promise<boolean> {
    const regions = await controlPlaneStatus(layout.directory);
    const live = await liveStatus(layout.directory);
    const components = regions.flatMap((region) => region.components);
    return components.every(({ state }) => state === "up") && live.every(isLiveUp);
  }

  /** What users hear of both regions, once it is what it should be or never will. */
  async function healths(): Promise<string> {
    const deadline = Date.now() + ENDPOINTS_BOUND_MS;
    for (;;) {
      const seen = await client(HEALTH);
      if (seen === "200\n200\n" || Date.now() > deadline) return seen;
      await sleep(POLL_MS);
    }
  }

  async function diesAndComesBack(part: Part): Promise<void> {
    const killed = await killPart(part);
    expect(killed).to.not.deep.equal([]);
    await startAgain();
    expect(await allIsUp()).to.equal(true);
    const pids = await part.pids();
    expect(pids).to.not.deep.equal([]);
    expect(pids.filter((pid) => killed.includes(pid))).to.deep.equal([]);
    expect(await healths()).to.equal("200\n200\n");
  }

  for (const part of partsOf(layout.directory, REGION).filter(({ name }) => !SLOW.includes(name))) {
    it(`is there again after the next up --live, and users are served: ${part.name}`, async () => {
      await diesAndComesBack(part);
    });
  }
});
