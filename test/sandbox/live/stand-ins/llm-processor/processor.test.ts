import { expect } from "chai";
import { controlListener } from "../../../../../sandbox/live/stand-ins/llm-processor/control";
import {
  type Chance,
  Processor,
} from "../../../../../sandbox/live/stand-ins/llm-processor/processor";
import { endServers, processorSettings, serve } from "./serving";

/** Time goes on only by what is waited for, and chance is always in the middle. */
class SlowedChance implements Chance {
  readonly waits: number[] = [];
  #now = 0;
  readonly now = (): number => this.#now;
  readonly sleep = (ms: number): Promise<void> => {
    this.waits.push(ms);
    this.#now += ms;
    return Promise.resolve();
  };
  readonly random = (): number => 0.5;
}

describe("the stand-in for llm-processor-regional", () => {
  afterEach(endServers);

  const post = (url: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${url}/v1/intents`, {
      method: "POST",
      headers,
      body: JSON.stringify({ intent: "deploy a global AMF" }),
    });

  const metric = async (url: string, name: string): Promise<string[]> => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return text.split("\n").filter((line) => line.startsWith(name));
  };

  it("takes an intent, needs its time, and says which region it is", async () => {
    const chance = new SlowedChance();
    const url = await serve(new Processor(processorSettings(), chance).listener);
    const answer = await post(url, { "x-nephoran-tenant": "acme" });
    expect(answer.status).to.equal(201);
    expect(answer.headers.get("x-nephoran-region")).to.equal("eu-west-1");
    const intent = (await answer.json()) as { id: string };
    expect(intent).to.include({ region: "eu-west-1", text: "deploy a global AMF", tenant: "acme" });
    expect(chance.waits).to.deep.equal([50]);
    const again = await fetch(`${url}/v1/intents/${intent.id}`);
    expect(await again.json()).to.deep.equal(intent);
  });

  it("tells of it in the metrics that the region's rules read", async () => {
    const url = await serve(new Processor(processorSettings(), new SlowedChance()).listener);
    await post(url);
    const region = `region="eu-west-1"`;
    expect(await metric(url, "nephoran_requests_total")).to.deep.equal([
      `nephoran_requests_total{${region},status="success"} 1`,
    ]);
    expect(await metric(url, "nephoran_intents_in_flight")).to.deep.equal([
      `nephoran_intents_in_flight{${region}} 0`,
    ]);
    expect(await metric(url, "nephoran_cost_dollars_total")).to.deep.equal([
      `nephoran_cost_dollars_total{${region}} 0.002`,
    ]);
    expect(await metric(url, "nephoran_request_duration_seconds")).to.include.members([
      `nephoran_request_duration_seconds_bucket{le="0.025",${region}} 0`,
      `nephoran_request_duration_seconds_bucket{le="0.05",${region}} 1`,
      `nephoran_request_duration_seconds_count{${region}} 1`,
    ]);
  });

  it("answers a key that comes again as before, bills it once and counts both attempts", async () => {
    const url = await serve(new Processor(processorSettings(), new SlowedChance()).listener);
    const key = { "idempotency-key": "one" };
    const answers = [await post(url, key), await post(url, key)];
    const [first, second] = await Promise.all(answers.map((answer) => answer.text()));
    expect(second).to.deep.equal(first);
    expect(answers.map(({ headers }) => headers.get("idempotency-replayed"))).to.deep.equal([
      null,
      "true",
    ]);
    expect(await metric(url, "nephoran_requests_total")).to.match(/ 2$/);
    expect(await metric(url, "nephoran_cost_dollars_total")).to.match(/ 0\.002$/);
  });

  it("refuses more than it can work on at a time, and says how full it is", async () => {
    const held: (() => void)[] = [];
    const chance: Chance = {
      now: () => 0,
      random: () => 0.5,
      sleep: () => new Promise((resolve) => held.push(resolve)),
    };
    const settings = processorSettings({ MAX_CONCURRENT_INTENTS: "2" });
    const url = await serve(new Processor(settings, chance).listener);
    const taken = [post(url), post(url)];
    while (held.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(await metric(url, "nephoran_intents_in_flight")).to.match(/ 2$/);
    const refused = await post(url);
    expect([refused.status, await refused.json()]).to.deep.equal([503, { error: "at-capacity" }]);
    for (const go of held) go();
    expect((await Promise.all(taken)).map(({ status }) => status)).to.deep.equal([201, 201]);
    expect(await metric(url, "nephoran_requests_total")).to.have.members([
      `nephoran_requests_total{region="eu-west-1",status="success"} 2`,
      `nephoran_requests_total{region="eu-west-1",status="at-capacity"} 1`,
    ]);
  });

  it("counts no answer to a caller who has gone meanwhile", async () => {
    let go = (): void => undefined;
    const chance: Chance = {
      now: () => 0,
      random: () => 0.5,
      sleep: () => new Promise((resolve) => (go = resolve)),
    };
    const processor = new Processor(processorSettings(), chance);
    const url = await serve(processor.listener);
    const leaving = new AbortController();
    const left = fetch(`${url}/v1/intents`, {
      method: "POST",
      body: "go",
      signal: leaving.signal,
    }).catch(() => "left");
    while (processor.inFlight < 1) await new Promise((resolve) => setImmediate(resolve));
    leaving.abort();
    expect(await left).to.equal("left");
    // The processor hears of it after this caller, by the loopback.
    await fetch(`${url}/healthz`);
    go();
    while (processor.inFlight > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await metric(url, "nephoran_requests_total")).to.match(/ 0$/);
    expect(processor.intents.counts.processed).to.equal(1);
  });

  it("keeps to the rate of its model: intents wait for a turn, or are refused with 429", async () => {
    const waits: number[] = [];
    const chance: Chance = {
      now: () => 0,
      random: () => 0.5,
      sleep: (ms) => Promise.resolve(void waits.push(ms)),
    };
    const settings = processorSettings({ MAX_LLM_RPS: "2", MODEL_WAIT_MS: "500" });
    const url = await serve(new Processor(settings, chance).listener);
    const statuses = [];
    for (let intent = 0; intent < 4; intent++) statuses.push((await post(url)).status);
    expect(statuses).to.deep.equal([201, 201, 201, 429]);
    expect(waits).to.deep.equal([50, 50, 550]);
  });

  it("does what it is told to do wrong, and counts it", async () => {
    const chance = new SlowedChance();
    const processor = new Processor(processorSettings(), chance);
    const [url, control] = [
      await serve(processor.listener),
      await serve(controlListener(processor)),
    ];
    const tell = async (faults: object): Promise<number> =>
      (await fetch(`${control}/faults`, { method: "PUT", body: JSON.stringify(faults) })).status;

    expect(await tell({ delayMs: 6_000 })).to.equal(200);
    expect((await post(url)).status).to.equal(201);
    expect(chance.waits).to.deep.equal([6_000, 50]);

    await tell({ failRatio: 1 });
    expect((await post(url)).status).to.equal(503);
    expect((await fetch(`${url}/healthz`)).status).to.equal(200);

    await tell({ failRatio: 1, failWith: "reset", unwell: true });
    expect(await post(url).catch(() => "reset")).to.equal("reset");
    expect((await fetch(`${url}/healthz`)).status).to.equal(503);

    await tell({});
    expect((await post(url)).status).to.equal(201);
    expect(await metric(url, "nephoran_requests_total")).to.have.members([
      `nephoran_requests_total{region="eu-west-1",status="success"} 2`,
      `nephoran_requests_total{region="eu-west-1",status="error"} 2`,
    ]);
    expect(await (await fetch(`${control}/counts`)).json()).to.deep.equal({
      region: "eu-west-1",
      inFlight: 0,
      processed: 2,
      replayed: 0,
    });
    expect(await tell({ failRatio: 2 })).to.equal(400);
  });

  it("may fail after the work is done: the repetition meets its result", async () => {
    const processor = new Processor(processorSettings(), new SlowedChance());
    const url = await serve(processor.listener);
    processor.faults = { ...processor.faults, failRatio: 1, failAfterWork: true };
    expect((await post(url, { "idempotency-key": "one" })).status).to.equal(503);
    processor.faults = { ...processor.faults, failRatio: 0 };
    const again = await post(url, { "idempotency-key": "one" });
    expect([again.status, again.headers.get("idempotency-replayed")]).to.deep.equal([201, "true"]);
    expect(processor.intents.counts).to.deep.equal({ processed: 1, replayed: 1 });
  });

  it("answers mistakes of callers as such, which are no failures of the region's", async () => {
    const url = await serve(new Processor(processorSettings(), new SlowedChance()).listener);
    const status = async (path: string, init?: RequestInit): Promise<number> =>
      (await fetch(`${url}${path}`, init)).status;
    expect(await status("/v1/intents", { method: "POST" })).to.equal(400);
    expect(await status("/v1/intents", { method: "DELETE" })).to.equal(405);
    expect(await status("/v1/intents/none")).to.equal(404);
    expect(await status("/elsewhere")).to.equal(404);
    expect(await metric(url, "nephoran_requests_total")).to.deep.equal([
      `nephoran_requests_total{region="eu-west-1",status="success"} 3`,
    ]);
  });
});
