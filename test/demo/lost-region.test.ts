import { expect } from "chai";
import { showLostRegion } from "../../demo/lost-region";
import { shippedProject } from "../shipped-project";

describe("the lost region that the demo shows", () => {
  it("is told at once where nobody looks on, as virtual, with weights and decisions in words", async () => {
    const lines: string[] = [];
    await showLostRegion(shippedProject.topology, (line) => lines.push(line), {
      isWatched: false,
      signal: new AbortController().signal,
    });
    const text = lines.join("\n");
    expect(lines[1]).to.match(/^A simulation of the real controllers in virtual time/);
    expect(text).to.match(/60\.0 s {2}! eu-west-1 answers nobody\./);
    expect(text).to.match(/6[1-3]\.\d s {2}eu-west-1 is failed, says /);
    expect(text).to.match(
      /6[1-3]\.\d s {2}eu-west-1 now sends (\d+ (?!eu-west-1)[a-z0-9-]+(, )?)+\. eu-west-1 moves 100 points/,
    );
    expect(text).to.match(
      /Weights 90 s after the beginning \(virtual time\):\nENTRY +TO us-east-1/,
    );
    expect(text).to.match(/eu-west-1 is recovering, says /);
    expect(text).not.to.include("Violated");
  });
});
