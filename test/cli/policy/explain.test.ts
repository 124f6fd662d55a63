import { expect } from "chai";
import { policyCommand } from "../../../cli/policy/command";
import { explanation, ruleCalled } from "../../../cli/policy/explain";
import { rules } from "../../../policy/rules";

async function explained(...args: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const command = policyCommand((line) => lines.push(line));
  await command.parseAsync(["explain", ...args], { from: "user" });
  return lines.join("\n");
}

describe("nephoran policy explain", () => {
  it("tells of every rule what it asks, why, and what to change", async () => {
    for (const { id, title, why, fix } of rules) {
      const text = await explained(id);
      for (const part of [id, title, why, fix]) expect(text).to.contain(part);
    }
  });

  it("says where a rule is applied, and what can be loosened", () => {
    const text = explanation(ruleCalled("routes-weights-sum", rules));
    expect(text).to.contain("the API server of each region");
    expect(text).to.contain("Except   one object, until a day");
  });

  it("answers programs with one JSON object", async () => {
    const answer = JSON.parse(await explained("routes-known-hosts", "--json")) as object;
    expect(answer).to.deep.include({
      id: "routes-known-hosts",
      family: "routes",
      level: "mandatory",
      admission: true,
    });
  });

  it("names what comes near to an id that there is not", () => {
    expect(() => ruleCalled("routes-weight-sum", rules)).to.throw(
      "There is no rule routes-weight-sum. Near it: routes-weights-sum, ",
    );
    expect(() => ruleCalled("nonsense", rules)).to.throw("docs/policies.md has them all.");
  });
});
