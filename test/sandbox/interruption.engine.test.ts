import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { resetControlPlanes } from "../../sandbox/cluster/control-planes";
import { controlPlaneStatus } from "../../sandbox/cluster/status";
import { repositoryRoot, sandboxLayout } from "../../sandbox/layout";

const layout = sandboxLayout(join(repositoryRoot, ".sandbox", "interrupted"));

interface Running {
  readonly process: ChildProcess;
  /** Resolves once the output matches, or the command has ended. */
  readonly says: (pattern: RegExp) => Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

function startUp(): Running {
  const command = spawn(
    process.execPath,
    [
      ...["--import", "tsx", "sandbox/main.ts", "--dir", layout.directory],
      ...["up", "--regions", "us-west-2", "--port-base", "28600"],
    ],
    { cwd: repositoryRoot, stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  const waiting: (() => void)[] = [];
  const hear = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const check of waiting) check();
  };
  command.stdout.on("data", hear);
  command.stderr.on("data", hear);
  const ended = once(command, "close").then(([code]) => ({ code: code as number | null, output }));
  const says = (pattern: RegExp): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (pattern.test(output)) resolve();
      };
      waiting.push(check);
      check();
      void ended.then(() => {
        resolve();
      });
    });
  return { process: command, says, ended };
}

async function runningComponents(): Promise<string[]> {
  const regions = await controlPlaneStatus(layout.directory);
  return regions.flatMap(({ components }) =>
    components.filter(({ state }) => state !== "down").map(({ component }) => component),
  );
}

describe("a sandbox that is interrupted while it comes up", function () {
  this.timeout(180_000);

  const clean = async (): Promise<void> => {
    await resetControlPlanes(layout.directory);
    await rm(layout.directory, { recursive: true, force: true });
  };
  beforeEach(clean);
  after(clean);

  it("leaves nothing running when its control planes are starting", async () => {
    const up = startUp();
    while ((await runningComponents()).length === 0) await new Promise(setImmediate);
    up.process.kill("SIGINT");
    const { code, output } = await up.ended;
    expect(output).to.contain("Interrupted.");
    expect(code).to.equal(130);
    expect(await runningComponents()).to.deep.equal([]);
  });

  it("leaves nothing running when its stacks are deployed, and goes on from there", async () => {
    const up = startUp();
    await up.says(/control plane ready/);
    up.process.kill("SIGINT");
    // As a launcher does that is not heard at once.
    up.process.kill("SIGINT");
    const interrupted = await up.ended;
    expect(interrupted.code).to.equal(130);
    expect(await runningComponents()).to.deep.equal([]);

    const { code, output } = await startUp().ended;
    expect(output).to.contain("1 region up");
    expect(code).to.equal(0);
  });

  it("comes up at the next start when its command was killed", async () => {
    const up = startUp();
    await up.says(/control plane ready/);
    up.process.kill("SIGKILL");
    await up.ended;

    const { code, output } = await startUp().ended;
    expect(output).to.contain("1 region up");
    expect(code).to.equal(0);
  });
});
