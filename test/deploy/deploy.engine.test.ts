import { execFile } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { DeploymentProcess, type Ending } from "../../campaigns/interrupt/deployment-process";
import { repositoryRoot } from "../../sandbox/layout";
import { temporaryFolder } from "../sandbox/processes/temporary-folder";
import { LINKED, linkedProgram, linkedProject, type LinkedProject } from "./linked-project";

/** A file in the project's folder that says that a program is under way. */
const BEGUN = "begun";

/** Time enough in a program to be interrupted in. */
const SLOW = `
  require("node:fs").writeFileSync(${JSON.stringify(BEGUN)}, "");
  await new Promise((resolve) => setTimeout(resolve, 6000));`;

const FAILING = `
  const { OperatorError } = require(${JSON.stringify(join(repositoryRoot, "config/operator-error"))});
  if (own === "us-east-1") throw new OperatorError("us-east-1 has no quota");`;

interface Event {
  readonly event: string;
  readonly stack?: string;
  readonly stacks?: readonly string[];
  readonly changes?: Readonly<Record<string, number>>;
  readonly text?: string;
  readonly result?: string;
}

describe("nephoran deploy", function () {
  this.timeout(240_000);

  const folder = temporaryFolder();
  let project: LinkedProject;
  const withProgram = async (prelude = ""): Promise<void> => {
    project = await linkedProject(folder(), linkedProgram(prelude));
  };
  const deploy = (...options: string[]): DeploymentProcess =>
    new DeploymentProcess(project, ["--no-policy", ...options]);

  it("wires regions from nothing in two passes, and changes nothing in a third", async () => {
    await withProgram();
    const events = eventsOf(await deploy("--json").ended);
    expect(passes(events)).to.deep.equal([
      ["us-east-1", "eu-west-1"],
      // The one knows nothing of the other yet, and that one has only just been made.
      ["us-east-1", "eu-west-1"],
    ]);
    expect(events.find(({ event }) => event === "stacks-made")?.stacks).to.deep.equal([
      "us-east-1",
      "eu-west-1",
    ]);

    const again = eventsOf(await deploy("--json").ended);
    expect(passes(again)).to.deep.equal([["us-east-1", "eu-west-1"]]);
    for (const { changes } of again.filter(({ event }) => event === "ended")) {
      expect(Object.keys(changes ?? {})).to.deep.equal(["same"]);
    }
    for (const region of LINKED) {
      expect(traces(`secret of ${region}`, folder())).to.deep.equal([]);
    }

    const preview = await deploy("--preview").ended;
    expect(preview.output).to.contain("preview: us-east-1, eu-west-1");
    expect(preview.code).to.equal(0);

    const { code, output } = await nephoran("test", project);
    expect(output).to.contain("of another release");
    expect(code).to.equal(1);
  });

  it("previews nothing before there are stacks, and makes none", async () => {
    await withProgram();
    const { code, output } = await deploy("--preview").ended;
    expect(code).to.equal(1);
    expect(output).to.equal(
      "\nNothing can be previewed yet: every region reads the stacks of all others, and us-east-1, " +
        "eu-west-1 do not exist. Make them empty:\n" +
        "  pulumi stack init us-east-1 --no-select\n" +
        "  pulumi stack init eu-west-1 --no-select\n",
    );
    expect(existsSync(join(folder(), "pulumi", "state", ".pulumi", "stacks"))).to.equal(false);
  });

  it("goes on with the others when a region fails, and says why it did", async () => {
    await withProgram(FAILING);
    const { code, output } = await deploy().ended;
    expect(code).to.equal(1);
    expect(output).to.match(/^us-east-1 +failed after/m);
    expect(output).to.contain("us-east-1 has no quota");
    expect(output).to.match(/^eu-west-1 +ok +1 created/m);
    expect(output).to.contain("us-east-1 failed: mend what the errors say");
  });

  it("ends in order at Ctrl-C, and leaves nothing locked", async () => {
    await withProgram(SLOW);
    const running = deploy();
    const { code, output } = await running.interruptAfter(await begun(project), "ctrl-c");
    expect(code).to.equal(130);
    expect(output).to.match(/^us-east-1 +interrupted/m);
    expect(output).to.match(/^eu-west-1 +not started/m);
    expect(locksOf(project)).to.deep.equal([]);
    expect(await running.processes()).to.deep.equal([]);
  });

  it("waits for the engine that outlived the command, and goes on from there", async () => {
    await withProgram(SLOW);
    const killed = deploy();
    await killed.interruptAfter(await begun(project), "command");
    expect(locksOf(project)).to.have.length(1);

    const events = eventsOf(await deploy("--json").ended);
    const notes = events.filter(({ event }) => event === "note").map(({ text }) => text);
    expect(notes).to.have.length(1);
    expect(notes[0]).to.match(/^waiting for the engine of another run \(pid \d+, since [\d:]+\)$/);
    expect(passes(events).at(-1)).to.deep.equal(["us-east-1", "eu-west-1"]);
    expect(locksOf(project)).to.deep.equal([]);
  });

  it("goes on after a loss of power", async () => {
    await withProgram(SLOW);
    await deploy().interruptAfter(await begun(project), "everything");
    expect(locksOf(project)).to.have.length(1);

    const { code, output } = await deploy().ended;
    expect(output).to.contain("us-east-1  ok");
    expect(code).to.equal(0);
    expect(locksOf(project)).to.deep.equal([]);
  });

  it("says what to do where there is no engine", async () => {
    await withProgram();
    const environment = { ...project.environment, PATH: "/nowhere" };
    const { code, output } = await new DeploymentProcess({ ...project, environment }, []).ended;
    expect(code).to.equal(1);
    expect(output).to.contain("There is no `pulumi` on the PATH. Install it");
  });
});

/** The events of a run that ended well. */
function eventsOf({ code, output }: Ending): Event[] {
  expect(code, output).to.equal(0);
  return output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Event);
}

const passes = (events: readonly Event[]): (readonly string[] | undefined)[] =>
  events.filter(({ event }) => event === "pass").map(({ stacks }) => stacks);

/** Resolves to the time, 0 s, once an engine runs the program of the first stack. */
async function begun({ directory }: LinkedProject): Promise<number> {
  while (!existsSync(join(directory, BEGUN))) await sleep(50);
  return 0;
}

function locksOf({ locks }: LinkedProject): string[] {
  if (!existsSync(locks)) return [];
  return readdirSync(locks, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".json"),
  );
}

/** Files below a folder, without what is only linked into it, that contain a text. */
function traces(text: string, directory: string): string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    const entry = lstatSync(path);
    if (entry.isDirectory()) return traces(text, path);
    return entry.isFile() && readFileSync(path, "latin1").includes(text) ? [path] : [];
  });
}

/** Runs `nephoran VERB` to its end. */
function nephoran(verb: string, { directory, environment }: LinkedProject) {
  const command = join(repositoryRoot, "cli", "nephoran.mjs");
  return new Promise<{ code: number; output: string }>((resolve) => {
    const options = { cwd: directory, env: environment };
    const child = execFile(process.execPath, [command, verb], options, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr });
    });
  });
}
