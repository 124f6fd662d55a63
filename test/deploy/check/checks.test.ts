import { expect } from "chai";
import { checkHealth } from "../../../deploy/check/health";
import { checkStacks } from "../../../deploy/check/stack-checks";
import { isWell } from "../../../deploy/check/verdict";
import { sampleOutputs } from "../sample-outputs";

const noSignal = new AbortController().signal;

const deployed = (name: string, peers: Readonly<Record<string, string | null>>) => ({
  region: sampleOutputs(name),
  regionWiring: {
    schemaVersion: 1,
    peers: Object.entries(peers).map(([peer, gatewayAddress]) => ({ name: peer, gatewayAddress })),
  },
});

describe("the check of a deployed system", () => {
  const well = {
    a: deployed("a", { b: "b.example", c: null }),
    b: deployed("b", { a: "a.example", c: null }),
    c: {},
  };
  const check = (stacks: object) => checkStacks(new Map(Object.entries(stacks)));

  it("finds regions well that know every region which is deployed", () => {
    const [a, , c] = check(well);
    expect(a).to.deep.equal({
      region: "a",
      outputs: { result: "ok", detail: "version 1" },
      wiring: { result: "ok", detail: "knows 1 of 2 peers" },
    });
    expect(c?.outputs).to.deep.equal({
      result: "not ok",
      detail: "not deployed: `nephoran deploy c`",
    });
    expect(c?.wiring).to.deep.equal({ result: "skipped", detail: "" });
  });

  it("finds a region that knows another one as it was before", () => {
    const [a] = check({ ...well, a: deployed("a", { b: "old.example", c: null }) });
    expect(a?.wiring).to.deep.equal({
      result: "not ok",
      detail: "does not know b as deployed now: `nephoran deploy all`",
    });
  });

  it("finds a region that was never told of another one", () => {
    const [a] = check({ ...well, a: deployed("a", {}) });
    expect(a?.wiring.result).to.equal("not ok");
  });

  it("finds outputs of another release", () => {
    const [a] = check({ ...well, a: { region: { schemaVersion: 7 } } });
    expect(a?.outputs).to.deep.equal({
      result: "not ok",
      detail: "of another release (version 7, this one has 1 or more fields): `nephoran deploy a`",
    });
  });

  it("finds a stack that does not exist", () => {
    const [a] = check({ ...well, a: undefined });
    expect(a?.outputs.detail).to.equal("there is no stack a: `nephoran deploy a`");
  });
});

describe("the check of a region's health", () => {
  const answers = (status: number) =>
    checkHealth("a.example", noSignal, () => Promise.resolve({ status }));
  const fails = (code: string, message: string) =>
    checkHealth("a.example", noSignal, () =>
      Promise.reject(
        new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) }),
      ),
    );

  it("is well at 200", async () => {
    const { result, detail } = await answers(200);
    expect(result).to.equal("ok");
    expect(detail).to.match(/^200 in \d+ ms$/);
  });

  it("is not well at anything else", async () => {
    expect(await answers(503)).to.deep.equal({
      result: "not ok",
      detail: "https://a.example/health answers 503",
    });
  });

  it("is not well where nobody answers", async () => {
    expect(await fails("ECONNREFUSED", "connect ECONNREFUSED 10.0.0.1:443")).to.deep.equal({
      result: "not ok",
      detail: "https://a.example/health cannot be reached: connect ECONNREFUSED 10.0.0.1:443",
    });
  });

  it("is skipped, which is not held against the region, where its name is unknown here", async () => {
    const health = await fails("ENOTFOUND", "getaddrinfo ENOTFOUND a.example");
    expect(health).to.deep.equal({
      result: "skipped",
      detail: "this machine does not know the name a.example",
    });
    const ok = { result: "ok", detail: "" } as const;
    expect(isWell({ region: "a", outputs: ok, wiring: ok, health })).to.equal(true);
  });

  it("ends at once when it is interrupted", async () => {
    const interruption = new AbortController();
    const checking = checkHealth(
      "a.example",
      interruption.signal,
      (_url, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            reject(signal.reason as Error);
          });
        }),
    );
    interruption.abort(new Error("Interrupted"));
    const failure = await checking.then(
      () => "answered",
      (error: unknown) => (error as Error).message,
    );
    expect(failure).to.equal("Interrupted");
  });
});
