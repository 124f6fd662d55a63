import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parseScenario, playScenario } from "../../simulator/scenario";
import { projectDirectory, shippedProject } from "../shipped-project";

const { topology } = shippedProject;
const folder = join(projectDirectory, "simulator", "scenarios");

describe("scenarios", () => {
  for (const file of readdirSync(folder)) {
    it(`${file} is played without a violation`, () => {
      const scenario = parseScenario(readFileSync(join(folder, file), "utf8"), file, topology);
      const lines: string[] = [];
      const { violation } = playScenario(scenario, topology, (line) => lines.push(line));
      expect(violation).to.equal(undefined);
      expect(lines.filter((line) => line.includes("now sends"))).not.to.deep.equal([]);
    });
  }

  it("are told as they happen: what goes wrong, what is made of it, what is written", () => {
    const text =
      "{about: a test, seconds: 70, events: [{kind: outage, region: us-west-2, at: 50}]}";
    const lines: string[] = [];
    playScenario(parseScenario(text, "test.yaml", topology), topology, (line) => lines.push(line));
    expect(lines[0]).to.equal("   50.0 s  ! us-west-2 answers nobody.");
    expect(lines[1]).to.match(
      /^ {3}5[123]\.\d s {2}us-west-2 is failed, says [a-z0-9-]+\. us-west-2 does not answer/,
    );
    expect(lines[2]).to.match(
      /^ {3}5[123]\.\d s {2}us-west-2 now sends 100 us-east-1\. us-west-2 moves 100/,
    );
  });

  it("are refused with every problem and where to read on", () => {
    const refused = (text: string): string => {
      try {
        parseScenario(text, "test.yaml", topology);
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
      throw new Error("It was taken.");
    };
    expect(refused("{about: x, seconds: 0, events: [{kind: flood, at: 1}]}")).to.match(
      /^test\.yaml is no scenario:\n {2}seconds: .*\n {2}events\.0\.kind: .*\ndocs\/simulator\.md/s,
    );
    expect(refused("{about: x, demand: {mars: 1}, events: [{kind: outage, region: moon, at: 1}]}"))
      .to.include("events[0]: moon is no region")
      .and.to.include("demand: mars is no region");
    expect(refused("{about: [")).to.include("test.yaml is neither YAML nor JSON");
  });
});
