import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { COMMAND_TIMEOUT_MS, runCheck } from "../../promises/run-check";
import { sharedSandbox, UP_TIMEOUT_MS } from "../engine-sandbox";
import { checkedPromises } from "./checked-promises";

/** Bringing up four regions takes two busy cores a minute and a half. */

/** Deployments begin with one replica; autoscalers act every 15 s. */
const SETTLE_TIMEOUT_MS = 60_000;

/** What `kubectl` tells of a Deployment, or of the autoscaler of the same name. */
interface Scaled {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly minReplicas?: number };
  readonly status: { readonly readyReplicas?: number; readonly currentReplicas?: number };
}

describe("the promises that the sandbox shows", () => {
  let environment: NodeJS.ProcessEnv;
  let regions: string[];
  let found: string[];

  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    const sandbox = await sharedSandbox();
    environment = { ...sandbox.environment, PROJECT: sandbox.layout.project };
    regions = sandbox.regions.map(({ region }) => region.name);
    for (const region of regions) await settle(region);
    found = regions.map(whatIsThere);
  });

  const get = (region: string, ...args: string[]): string =>
    execFileSync("kubectl", ["--context", region, "get", ...args], {
      env: environment,
      encoding: "utf8",
    });

  async function settle(region: string): Promise<void> {
    const deadline = Date.now() + SETTLE_TIMEOUT_MS;
    while (!hasMinimum(region)) {
      if (Date.now() > deadline) throw new Error(`The autoscalers of ${region} do not act.`);
      await sleep(500);
    }
  }

  function hasMinimum(region: string): boolean {
    const { items } = JSON.parse(get(region, "deployments,hpa", "-o=json")) as { items: Scaled[] };
    const ready = (name: string): number =>
      items.find(({ kind, metadata }) => kind === "Deployment" && metadata.name === name)?.status
        .readyReplicas ?? 0;
    return items
      .filter(({ kind }) => kind === "HorizontalPodAutoscaler")
      .every(({ metadata, spec, status }) => {
        const minimum = spec.minReplicas ?? 1;
        // An autoscaler tells what it did only when it looks again.
        return ready(metadata.name) >= minimum && (status.currentReplicas ?? 0) >= minimum;
      });
  }

  /** What a check could leave behind: intents, and other numbers of replicas. */
  const whatIsThere = (region: string): string =>
    get(
      region,
      "deployments,networkintents",
      "-A",
      "-o=custom-columns=:kind,:metadata.name,:spec.replicas",
    );

  for (const { promise, check } of checkedPromises("sandbox")) {
    it(promise, async () => {
      const failure = await runCheck(check, environment);
      expect(failure, failure).to.equal(undefined);
    }).timeout(4 * COMMAND_TIMEOUT_MS);
  }

  it("leave every region as they found it", () => {
    expect(regions.map(whatIsThere)).to.deep.equal(found);
  });
});
