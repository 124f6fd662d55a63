import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { version } from "@pulumi/random/package.json";
import { expect } from "chai";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

const start = join(__dirname, "../../../sandbox/random-provider/start.mjs");

describe("the program pulumi-resource-random", () => {
  let program: ChildProcessWithoutNullStreams;

  /** Starts it in a folder that knows nothing of this repository. */
  function run(...args: string[]): void {
    program = spawn(process.execPath, [start, ...args], { cwd: tmpdir() });
  }

  afterEach(() => {
    program.kill("SIGKILL");
  });

  it("prints its port first and answers there as the version that the program asks for", async () => {
    run("-v=9", "127.0.0.1:1");
    const [port] = (await once(createInterface(program.stdout), "line")) as [string];
    expect(port).to.match(/^\d+$/);

    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    const info = await new Promise<PluginInfo>((resolve, reject) => {
      client.getPluginInfo(new Empty(), (error, answer) => {
        if (error) reject(error);
        else resolve(answer);
      });
    });
    client.close();
    expect(info.getVersion()).to.equal(`${version}+offline-stand-in`);
  });

  it("ends when the engine lets go of its standard input", async () => {
    run("127.0.0.1:1");
    await once(program.stdout, "data");
    program.stdin.end();
    const [code] = (await once(program, "exit")) as [number];
    expect(code).to.equal(0);
  });

  it("says what it is and what to do when somebody starts it by hand", async () => {
    run();
    let said = "";
    program.stderr.on("data", (data) => (said += String(data)));
    const [code] = (await once(program, "close")) as [number];
    expect(code).to.equal(1);
    expect(said).to.equal(
      "the offline stand-in for Pulumi's random provider is started by the Pulumi engine: " +
        "put its folder on the PATH and run `pulumi up`\n",
    );
  });
});
