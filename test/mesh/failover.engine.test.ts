import { expect } from "chai";
import { setTimeout as sleep } from "node:timers/promises";
import { bindingsOf } from "../../routing/bindings";
import { GLOBAL_ROUTES, routes } from "../../routing/routes";
import { askGateway, echoOf, regionNamed } from "./front-door";
import { type Outcome, openLoop } from "./load";
import { describeMesh, MESH_BOUND_MS } from "./mesh-suite";
import { type RegionName, sharedMesh, type SharedMesh } from "./shared-mesh";
import { token } from "./tokens";

const COUNT = 1_000;
const PER_SECOND = 100;

/** Seconds after the first request at which the other region is lost. */
const LOST_AT = 3;

/** How long what the API server was told may take to reach Envoy. */
const PUSH_BOUND_MS = 20_000;

describeMesh("under load, half of it for the other region, an entry", function () {
  this.timeout(90_000);

  let shared: SharedMesh;
  before(async function () {
    this.timeout(MESH_BOUND_MS);
    shared = await sharedMesh();
  });

  const bearer = () => {
    const issuer = shared.issuers["us-east-1"];
    if (issuer === undefined) throw new Error("Nobody makes tokens.");
    return token(issuer);
  };
  const answering = async (entry: RegionName): Promise<string> =>
    echoOf(await askGateway(shared, { entry, host: "nephoran.io", token: bearer() })).region;

  /** Has an entry send half of its requests to each region, as the traffic controller would. */
  async function halve(entry: RegionName, other: RegionName): Promise<void> {
    const { topology } = shared;
    const weights = Object.fromEntries(
      topology.regions.map(({ name }) => [name, name === entry || name === other ? 50 : 0]),
    );
    const api = regionNamed(shared.mesh, entry).api;
    const patch = JSON.stringify({
      spec: { http: routes(topology, bindingsOf(topology, entry), weights) },
    });
    const object = ["virtualservice", GLOBAL_ROUTES, "--type=merge", `--patch=${patch}`];
    await api.kubectl(["-n", "nephoran-system", "patch", ...object]);
    const deadline = Date.now() + PUSH_BOUND_MS;
    while ((await answering(entry)) !== other) {
      expect(Date.now(), `${other} gets its half of ${entry}`).to.be.below(deadline);
      await sleep(20);
    }
  }

  async function load(entry: RegionName, lose: () => void): Promise<Outcome[]> {
    const { gateway, config } = regionNamed(shared.mesh, entry);
    const target = {
      address: gateway.loadBalancer,
      port: 443,
      serverName: "nephoran.io",
      credentials: { ca: config.meshCa?.roots ?? "" },
      headers: { authorization: `Bearer ${bearer()}` },
    };
    const [outcomes] = await Promise.all([
      openLoop(shared.mesh.tunnel, target, { perSecond: PER_SECOND, count: COUNT }),
      sleep(LOST_AT * 1000).then(lose),
    ]);
    return outcomes;
  }

  /** Share of the requests in a stretch of time that a region answered. */
  function share(outcomes: readonly Outcome[], region: string, from: number, to: number): number {
    const stretch = outcomes.filter(({ at }) => at >= from && at < to);
    const answers = stretch.filter(({ body }) => body.startsWith(`{"region":"${region}"`));
    return answers.length / stretch.length;
  }

  const lost = (outcomes: readonly Outcome[]) =>
    outcomes.filter(({ result }) => result !== 200).map(({ at, result }) => ({ at, result }));
  const longestWait = (outcomes: readonly Outcome[]) =>
    Math.max(...outcomes.map(({ seconds }) => seconds));

  it("loses no repeatable request when the other gateway is killed", async () => {
    await halve("us-east-1", "eu-west-1");
    const outcomes = await load("us-east-1", () => {
      signalGateway(shared, "eu-west-1", "SIGKILL");
    });
    await shared.mesh.restartGateway("eu-west-1");

    expect(outcomes).to.have.length(COUNT);
    expect(lost(outcomes)).to.deep.equal([]);
    expect(share(outcomes, "eu-west-1", 0, LOST_AT)).to.be.within(0.35, 0.65);
    expect(share(outcomes, "us-east-1", LOST_AT + 1, Infinity)).to.equal(1);
    expect(longestWait(outcomes)).to.be.below(2);
  });

  it("loses no repeatable request when the other gateway stops without a word", async () => {
    await halve("eu-west-1", "us-east-1");
    const outcomes = await load("eu-west-1", () => {
      signalGateway(shared, "us-east-1", "SIGSTOP");
    });
    signalGateway(shared, "us-east-1", "SIGCONT");

    expect(outcomes).to.have.length(COUNT);
    expect(lost(outcomes)).to.deep.equal([]);
    expect(share(outcomes, "us-east-1", 0, LOST_AT - 0.5)).to.be.within(0.35, 0.65);
    expect(share(outcomes, "eu-west-1", LOST_AT + 1, Infinity)).to.equal(1);
    expect(longestWait(outcomes)).to.be.below(5);
  });
});

/** Signals a gateway's agent and its Envoy. */
function signalGateway({ mesh }: SharedMesh, region: string, signal: NodeJS.Signals): void {
  process.kill(-mesh.gatewayGroup(region), signal);
}
