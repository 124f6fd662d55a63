import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { figureSchema } from "../../bench/figure";
import { controlPlaneStatus } from "../../sandbox/cluster/status";
import { repositoryRoot } from "../../sandbox/layout";
import { lookUp } from "../../sandbox/processes/process-table";

const sandbox = join(repositoryRoot, ".sandbox", "bench");

function bench(...args: string[]) {
  const command = spawn(process.execPath, ["--import", "tsx", "bench/main.ts", ...args], {
    cwd: repositoryRoot,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const result = Promise.all([once(command, "close"), text(command.stdout), text(command.stderr)]);
  return {
    command,
    ended: result.then(([[code], output, errors]) => ({ code: code as number, output, errors })),
  };
}

describe("the benchmarks", function () {
  this.timeout(420_000);

  // All of them take minutes; that is left to `npm run bench`.
  it("measure on a real region, and leave nothing behind", async () => {
    const { code, output, errors } = await bench("preview", "--runs", "1", "--json").ended;
    expect(code, errors).to.equal(0);
    const figures = output
      .trimEnd()
      .split("\n")
      .map((line) => figureSchema.parse(JSON.parse(line)));
    expect(figures.map(({ name }) => name)).to.deep.equal(["preview.region"]);
    expect(figures.every(({ value }) => value > 0)).to.equal(true);
    expect(existsSync(sandbox)).to.equal(false);
  });

  it("leave nothing behind when they are interrupted", async () => {
    const { command, ended } = bench("up", "--runs", "1");
    const up = new Promise<void>((resolve) => {
      command.stderr.on("data", (chunk: Buffer) => {
        if (chunk.includes("control plane ready")) resolve();
      });
    });
    await Promise.race([up, ended]);
    const running = await controlPlaneStatus(sandbox);
    command.kill("SIGINT");
    const { code, errors } = await ended;
    expect(code).to.not.equal(0);
    expect(errors).to.contain("Interrupted.");
    expect(existsSync(sandbox)).to.equal(false);

    const pids = running.flatMap(({ components }) =>
      components.flatMap((component) => (component.state === "down" ? [] : [component.pid])),
    );
    expect(pids).to.have.length(6);
    const found = await Promise.all(pids.map(lookUp));
    expect(found.filter((entry) => entry && !entry.zombie)).to.deep.equal([]);
  });
});
