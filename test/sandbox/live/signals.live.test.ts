import { expect } from "chai";
import { z } from "zod";
import { type RunningLoad, startLoad } from "../../../sandbox/live/observation/load";
import { usersLoad } from "../../../sandbox/live/users";
import type { DecisionAnswer } from "../../../services/traffic-controller/api/decision-schema";
import { followControllers, type HeardDecision } from "./leading-controllers";
import { operator } from "./operators-commands/shells";
import {
  describeLive,
  layout,
  REGIONS,
  type SharedLiveSandbox,
  sharedLiveSandbox,
  UP_TIMEOUT_MS,
} from "./shared-live-sandbox";
import { until } from "./until";

/** Requests a second, of users near both. */
const RATE = 100;

const vectorSchema = z.object({
  status: z.literal("success"),
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        value: z.tuple([z.number(), z.string()]),
      }),
    ),
  }),
});

/** A number of a region's Prometheus. */
interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

describeLive("regions whose pods tell what they use", function () {
  this.timeout(420_000);

  let sandbox: SharedLiveSandbox;
  let heard: ReadonlyMap<string, readonly HeardDecision[]>;
  let load: RunningLoad;
  const ending = new AbortController();

  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    sandbox = await sharedLiveSandbox();
    heard = await followControllers(ending.signal);
    load = startLoad(await usersLoad(layout, { rate: RATE, seconds: 600, near: REGIONS }));
    load.lines.resume();
  });
  after(async function () {
    this.timeout(30_000);
    await load.stop();
    ending.abort();
  });

  const ask = async (region: string, query: string): Promise<Sample[]> => {
    const answer = await operator(
      sandbox,
      `kubectl --context=${region} exec -n nephoran-global deployment/traffic-controller -- ` +
        `curl -sG http://prometheus-regional:9090/api/v1/query --data-urlencode 'query=${query}'`,
    );
    return vectorSchema
      .parse(JSON.parse(answer))
      .data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  };

  const wordOf = (decision: DecisionAnswer, name: string) =>
    decision.regions.find(({ region }) => region === name);

  const servedBy = (decision: DecisionAnswer, region: string): number | undefined =>
    decision.entries.find(({ isOwn }) => isOwn)?.served?.[region];

  it("have kubelets at the address of each node, which their Prometheus may ask", async () => {
    for (const region of REGIONS) {
      const targets = await until(`kubelets of ${region}`, 60_000, async () => {
        const found = await ask(region, 'up{job="kubelet"}');
        return found.length > 0 && found.every(({ value }) => value === 1) ? found : undefined;
      });
      const nodes = await operator(sandbox, `kubectl --context=${region} get nodes -o name`);
      expect(targets).to.have.length(nodes.trimEnd().split("\n").length);
    }
  });

  it("use something, and much less than their limits", async () => {
    for (const region of REGIONS) {
      const used = await until(`all that is used in ${region}`, 120_000, async () => {
        const found = await ask(region, "nephoran:region:utilisation");
        const of = new Map(found.map(({ labels, value }) => [labels["resource"], value]));
        // A load that has just begun has used nothing yet.
        return of.size === 4 && [...of.values()].every((value) => value > 0) ? of : undefined;
      });
      expect(used.get("cpu"), region).to.be.within(0.001, 0.5);
      // Two processors of some 20 to 150 MB, each of which may have some GB.
      expect(used.get("memory"), region).to.be.within(0.001, 0.2);
      // Little traffic of a gigabit: what asks for health, and the load's few kilobytes a second.
      expect(used.get("network"), region).to.be.within(0.000_01, 0.2);
      expect(used.get("intents"), region).to.be.within(0, 0.5);
    }
  });

  it("are judged by all of their signals, of which no controller misses any", async () => {
    await until("all signals of all regions, at all entries", 120_000, () =>
      REGIONS.every((entry) => {
        const last = heard.get(entry)?.at(-1)?.decision;
        return (
          last?.alerts.length === 0 &&
          REGIONS.every((region) => {
            const word = wordOf(last, region);
            return word?.state === "healthy" && typeof word.signals?.fullest.ratio === "number";
          })
        );
      })
        ? true
        : undefined,
    );
  });

  it("serve their users themselves as long as they can", async () => {
    await until("each entry's own region serves all", 120_000, () =>
      REGIONS.every((entry) => {
        const last = heard.get(entry)?.at(-1)?.decision;
        return last !== undefined && servedBy(last, entry) === 100;
      })
        ? true
        : undefined,
    );
  });
});
