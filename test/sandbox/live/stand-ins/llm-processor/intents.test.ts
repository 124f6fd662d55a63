import { expect } from "chai";
import * as fc from "fast-check";
import { Intents, type Outcome } from "../../../../../sandbox/live/stand-ins/llm-processor/intents";

const done = (): Promise<void> => Promise.resolve();
const body = Buffer.from(JSON.stringify({ intent: "deploy a global AMF" }));

const idOf = (outcome: Outcome): string => {
  if ("refused" in outcome) throw new Error(outcome.refused);
  return outcome.intent.id;
};

describe("the intents of a processor", () => {
  it("say what was asked for, by whom, and where it was worked on", async () => {
    const intents = new Intents("eu-west-1");
    const outcome = await intents.take({ body, tenant: "acme" }, done);
    if ("refused" in outcome) throw new Error(outcome.refused);
    expect(outcome.intent).to.include({
      region: "eu-west-1",
      text: "deploy a global AMF",
      tenant: "acme",
    });
    expect(intents.get(outcome.intent.id)).to.equal(outcome.intent);
    expect(intents.latest()).to.deep.equal([outcome.intent]);
  });

  it("are worked on once for each key of a tenant, however often and at once it comes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ key: fc.nat(5), tenant: fc.constantFrom("acme", "other") })),
        async (orders) => {
          const intents = new Intents("eu-west-1");
          const outcomes = await Promise.all(
            orders.map(({ key, tenant }) => intents.take({ body, key: `k${key}`, tenant }, done)),
          );
          const names = orders.map(({ key, tenant }) => `${key} ${tenant}`);
          const distinct = new Set(names).size;
          expect(intents.counts).to.deep.equal({
            processed: distinct,
            replayed: orders.length - distinct,
          });
          const ids = new Map(names.map((name, index) => [name, idOf(outcomes[index] as Outcome)]));
          for (const [index, outcome] of outcomes.entries()) {
            expect(idOf(outcome)).to.equal(ids.get(names[index] ?? ""));
          }
        },
      ),
    );
  });

  it("refuse a key that comes with another intent", async () => {
    const intents = new Intents("eu-west-1");
    await intents.take({ body, key: "one" }, done);
    const other = Buffer.from("something else");
    expect(await intents.take({ body: other, key: "one" }, done)).to.deep.equal({
      refused: "key-reused",
    });
  });

  it("forget the key of what could not be worked on", async () => {
    const intents = new Intents("eu-west-1");
    const error = await intents
      .take({ body, key: "one" }, () => Promise.reject(new Error("full")))
      .catch((cause: unknown) => (cause as Error).message);
    expect(error).to.equal("full");
    const outcome = await intents.take({ body, key: "one" }, done);
    expect(outcome).to.include({ replayed: false });
    expect(intents.counts).to.deep.equal({ processed: 1, replayed: 0 });
  });
});
