import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { z } from "zod";
import { failoverHost } from "../../../../routing/hosts";
import {
  describeLive,
  type SharedLiveSandbox,
  sharedLiveSandbox,
  UP_TIMEOUT_MS,
} from "../shared-live-sandbox";
import { operator } from "./shells";

const route = z.object({ destination: z.object({ host: z.string() }), weight: z.number() });
const routingSchema = z.object({
  spec: z.object({
    http: z.array(z.object({ name: z.string(), route: z.array(route).default([]) })),
  }),
});

const [OWN, OTHER] = [failoverHost("us-east-1"), failoverHost("eu-west-1")];

/** From the first failed probe on: one pass of the controller, and what the machine takes for it. */
const SHIFT_BOUND_MS = 60_000;

/** Until a region that is well again gets its first share back. */
const RECOVERY_BOUND_MS = 180_000;

const POLL_MS = 500;

describeLive("an operator who stops the data plane of us-east-1", function () {
  this.timeout(90_000);

  let sandbox: SharedLiveSandbox;
  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    sandbox = await sharedLiveSandbox();
  });

  const run = (command: string): Promise<string> => operator(sandbox, command);

  /** What the entry of us-east-1 sends where, percent. */
  async function weights(): Promise<Record<string, number>> {
    const seen = await run("kubectl get virtualservices global-traffic-routing -o json");
    const { http } = routingSchema.parse(JSON.parse(seen)).spec;
    const weighted = http.find(({ name }) => name === "weighted")?.route ?? [];
    return Object.fromEntries(
      weighted.map(({ destination, weight }) => [destination.host, weight]),
    );
  }

  async function until(isSo: (own: number) => boolean, boundMs: number): Promise<void> {
    const deadline = Date.now() + boundMs;
    for (;;) {
      const own = (await weights())[OWN] ?? 0;
      if (isSo(own)) return;
      if (Date.now() > deadline) {
        throw new Error(`us-east-1 has ${String(own)} % after ${String(boundMs / 1_000)} s`);
      }
      await sleep(POLL_MS);
    }
  }

  after(async function () {
    this.timeout(120_000);
    await run("kubectl scale deployment llm-processor-regional --replicas=2 -n nephoran-system");
    await run("kubectl rollout status deployment/llm-processor-regional -n nephoran-system");
  });

  it("watches its traffic move to the other region", async () => {
    await until((own) => own > 0, SHIFT_BOUND_MS);
    expect(
      await run("kubectl scale deployment llm-processor-regional --replicas=0 -n nephoran-system"),
    ).to.equal("deployment.apps/llm-processor-regional scaled\n");
    await until((own) => own === 0, SHIFT_BOUND_MS);
    expect(await weights()).to.deep.equal({ [OWN]: 0, [OTHER]: 100 });
  });

  it("watches it come back once it is started again", async function () {
    this.timeout(RECOVERY_BOUND_MS + 30_000);
    await run("kubectl scale deployment llm-processor-regional --replicas=2 -n nephoran-system");
    await until((own) => own > 0, RECOVERY_BOUND_MS);
  });
});
