import { join } from "node:path";
import { expect } from "chai";
import { COMMAND_TIMEOUT_MS, runCheck } from "../../promises/run-check";
import { repositoryRoot } from "../../sandbox/layout";
import { untilAllAreHealthy } from "../sandbox/live/leading-controllers";
import {
  describeLive,
  layout,
  REGIONS,
  run,
  type SharedLiveSandbox,
  sharedLiveSandbox,
  UP_TIMEOUT_MS,
} from "../sandbox/live/shared-live-sandbox";
import { checkedPromises } from "./checked-promises";

/** What other tests have broken may be on its way back, ms. */
const HEALTHY_BOUND_MS = 300_000;

describeLive("the promises that pods show", () => {
  let sandbox: SharedLiveSandbox;
  let environment: NodeJS.ProcessEnv;
  let found: string[];

  before(async function () {
    this.timeout(UP_TIMEOUT_MS + HEALTHY_BOUND_MS);
    sandbox = await sharedLiveSandbox();
    await untilAllAreHealthy(HEALTHY_BOUND_MS);
    environment = { ...sandbox.environment, PROJECT: layout.project };
    found = await Promise.all(REGIONS.map(replicasIn));
  });

  /** What a check could leave behind: other numbers of replicas. */
  const replicasIn = (region: string): Promise<string> =>
    run(
      "kubectl",
      [
        ...["--context", region, "get", "deployments", "-A"],
        "-o=custom-columns=:metadata.name,:spec.replicas",
      ],
      { environment },
    );

  for (const { promise, check } of checkedPromises("live")) {
    it(promise, async () => {
      const failure = await runCheck(check, environment);
      expect(failure, failure).to.equal(undefined);
    }).timeout(4 * COMMAND_TIMEOUT_MS);
  }

  it("leave both regions as they found them, without an order", async () => {
    expect(await Promise.all(REGIONS.map(replicasIn))).to.deep.equal(found);
    const status = ["traffic", "status", "--project", layout.project];
    const nephoran = join(repositoryRoot, "cli/nephoran.mjs");
    expect(await run(process.execPath, [nephoran, ...status], { environment })).to.include(
      "\nNo overrides.\n",
    );
  }).timeout(COMMAND_TIMEOUT_MS);
});
