import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { parse } from "yaml";
import { z } from "zod";
import { failoverHost } from "../../../../routing/hosts";
import { followControllers } from "../leading-controllers";
import {
  describeLive,
  type SharedLiveSandbox,
  sharedLiveSandbox,
  UP_TIMEOUT_MS,
} from "../shared-live-sandbox";
import { until } from "../until";
import { clientShell, operator } from "./shells";

const HEALTH =
  "for region in us-east-1 eu-west-1; do\n" +
  "  curl -s -o /dev/null -w '%{http_code}\\n' https://$region.nephoran.io/health\n" +
  "done";

const routesSchema = z.object({
  spec: z.object({
    http: z.array(
      z.object({
        name: z.string().optional(),
        route: z
          .array(
            z.object({
              destination: z.object({ host: z.string() }),
              weight: z.number().optional(),
            }),
          )
          .default([]),
      }),
    ),
  }),
});

/** How long Envoy takes at most to know of an endpoint that has come or gone. */
const ENDPOINTS_BOUND_MS = 20_000;
const POLL_MS = 200;

describeLive("an operator who stops the data plane of us-east-1", function () {
  this.timeout(150_000);

  let sandbox: SharedLiveSandbox;
  let client: (command: string) => Promise<string>;
  const ending = new AbortController();
  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    sandbox = await sharedLiveSandbox();
    client = await clientShell(sandbox);
  });

  const run = (command: string): Promise<string> => operator(sandbox, command);

  const start = async (): Promise<void> => {
    await run("kubectl scale deployment llm-processor-regional --replicas=2 -n nephoran-system");
    await run("kubectl rollout status deployment/llm-processor-regional -n nephoran-system");
  };
  after(async function () {
    this.timeout(120_000);
    ending.abort();
    await start();
  });

  /** Looks until both regions answer so; what they answer at the end. */
  async function healths(expected: string): Promise<string> {
    const deadline = Date.now() + ENDPOINTS_BOUND_MS;
    for (;;) {
      const seen = await client(HEALTH);
      if (seen === expected || Date.now() > deadline) return seen;
      await sleep(POLL_MS);
    }
  }

  it("hears that it is not well while the other region is, until it is started again", async () => {
    expect(
      await run("kubectl scale deployment llm-processor-regional --replicas=0 -n nephoran-system"),
    ).to.equal("deployment.apps/llm-processor-regional scaled\n");
    expect(await healths("503\n200\n")).to.equal("503\n200\n");
    await start();
    expect(await healths("200\n200\n")).to.equal("200\n200\n");
  });

  // Probes go as far as the region's gateway, which lives; but a region without a processor is full.
  it("watches its traffic move: kubectl get virtualservices global-traffic-routing -o yaml", async () => {
    const heard = await followControllers(ending.signal);
    await run("kubectl scale deployment llm-processor-regional --replicas=0 -n nephoran-system");
    await until("all of the entry's traffic leads to the other region", 120_000, async () => {
      const routes = routesSchema.parse(
        parse(await run("kubectl get virtualservices global-traffic-routing -o yaml")),
      );
      const weighted = routes.spec.http.find(({ name }) => name === "weighted");
      const hosts = weighted?.route.filter(({ weight }) => weight !== 0);
      return hosts?.length === 1 && hosts[0]?.destination.host === failoverHost("eu-west-1")
        ? true
        : undefined;
    });
    // What is known of a region without processors is enough to judge it by.
    const decisions = (heard.get("us-east-1") ?? []).map(({ decision }) => decision);
    const ownWords = decisions.map(({ regions }) =>
      regions.find(({ region }) => region === "us-east-1"),
    );
    expect(ownWords.map((own) => own?.state)).to.include("degraded");
    expect(decisions.flatMap(({ alerts }) => alerts.map(({ code }) => code))).not.to.include(
      "signals-missing",
    );
  });
});
