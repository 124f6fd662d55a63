import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect } from "chai";
import { repositoryRoot } from "../../../../../sandbox/layout";

const MAIN = join(repositoryRoot, "sandbox/live/stand-ins/llm-processor/main.ts");
const [HTTP_PORT, CONTROL_PORT] = ["28440", "28441"];

describe("the process of the stand-in for llm-processor", () => {
  let child: ChildProcess | undefined;
  afterEach(() => child?.kill("SIGKILL"));

  const start = (environment: Record<string, string>): ChildProcess => {
    child = spawn(process.execPath, ["--import", "tsx", MAIN], {
      cwd: repositoryRoot,
      env: { PATH: process.env["PATH"], ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return child;
  };

  it("answers what is under way when it is told to end, then ends", async () => {
    const processor = start({
      REGION: "eu-west-1",
      MAX_CONCURRENT_INTENTS: "80",
      MAX_LLM_RPS: "10",
      PROCESSING_MS: "2000",
      HTTP_PORT,
      CONTROL_PORT,
    });
    const [said] = (await once(processor.stdout ?? processor, "data")) as [Buffer];
    expect(said.toString()).to.equal(
      `llm-processor (stand-in, processor) of eu-west-1 listens on ${HTTP_PORT}.\n`,
    );
    const answer = fetch(`http://127.0.0.1:${HTTP_PORT}/v1/intents`, {
      method: "POST",
      body: "go",
    });
    const inFlight = async (): Promise<unknown> =>
      (
        (await (await fetch(`http://127.0.0.1:${CONTROL_PORT}/counts`)).json()) as {
          inFlight: unknown;
        }
      ).inFlight;
    while ((await inFlight()) !== 1) await new Promise((resolve) => setImmediate(resolve));
    processor.kill("SIGTERM");
    expect((await answer).status).to.equal(201);
    const [code] = (await once(processor, "exit")) as [number | null];
    expect(code).to.equal(0);
  });

  it("ends at once where its environment is wrong, and says why", async () => {
    const processor = start({ REGION: "eu-west-1" });
    let said = "";
    processor.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
    const [code] = (await once(processor, "close")) as [number | null];
    expect(code).to.equal(2);
    expect(said).to.include("MAX_CONCURRENT_INTENTS: ");
  });
});
