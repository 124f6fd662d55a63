import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { repositoryRoot } from "../../../../sandbox/layout";

const SCRIPT = join(repositoryRoot, "components/regional-data-plane/weaviate/backup.sh");

/** Made up here, so that it means nothing anywhere. */
const KEY = "key-of-the-backup-test";

/** Longest that one run may take, ms: curl waits a second before it asks again. */
const TIMEOUT_MS = 15_000;

const curl = spawnSync("sh", ["-c", "command -v curl"], { encoding: "utf8" }).stdout.trim();

/** What the vector store answers. */
interface Answer {
  /** @default 200 */
  readonly status?: number;
  readonly body: string;
}

interface Request {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

interface Run {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
  /** In the order in which they arrived. */
  readonly requests: readonly Request[];
  /** Every argument that curl was started with. */
  readonly curlArguments: string;
  /** Files that the script has left behind. */
  readonly leftBehind: readonly string[];
}

const started: Answer = { body: '{"backend":"s3","status":"STARTED"}' };
const progress = (status: string, more = ""): Answer => ({
  body: `{"backend":"s3","path":"s3://b/home","status":"${status}"${more}}`,
});

describe(`the backup script${curl === "" ? ", which this machine cannot run without curl" : ""}`, function () {
  this.timeout(2 * TIMEOUT_MS);

  let directory: string;
  let server: Server;

  before(function () {
    if (curl === "") this.skip();
  });
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "nephoran-backup-"));
  });
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(directory, { recursive: true });
  });

  /** Runs the script against a store that gives these answers, one after the other. */
  async function run(...answers: readonly Answer[]): Promise<Run> {
    const requests: Request[] = [];
    server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const { method, url, headers } = request;
        requests.push({ method, url, authorization: headers.authorization, body });
        const answer = answers[requests.length - 1] ?? { status: 500, body: "not foreseen" };
        response.writeHead(answer.status ?? 200).end(answer.body);
      });
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));

    const paths = prepare();
    const environment = {
      // A curl that tells what it was started with comes first.
      PATH: `${paths.programs}:${process.env["PATH"] ?? ""}`,
      TMPDIR: paths.temporary,
      WEAVIATE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      WEAVIATE_API_KEY_FILE: paths.key,
      POLL_SECONDS: "0",
    };
    return await new Promise((resolve) => {
      const options = { env: environment, timeout: TIMEOUT_MS };
      const running = execFile("sh", [SCRIPT], options, (_, output, errors) => {
        resolve({
          exitCode: running.exitCode ?? -1,
          output,
          errors,
          requests,
          curlArguments: readFileSync(paths.trace, "utf8"),
          leftBehind: readdirSync(paths.temporary),
        });
      });
    });
  }

  function prepare() {
    const paths = {
      programs: join(directory, "bin"),
      temporary: join(directory, "tmp"),
      key: join(directory, "api-key"),
      trace: join(directory, "trace"),
    };
    mkdirSync(paths.programs);
    mkdirSync(paths.temporary);
    writeFileSync(paths.key, KEY);
    writeFileSync(
      join(paths.programs, "curl"),
      `#!/bin/sh\nprintf '%s\\n' "$@" >>'${paths.trace}'\nexec '${curl}' "$@"\n`,
      { mode: 0o755 },
    );
    return paths;
  }

  it("orders a backup and waits until it is complete", async () => {
    const { exitCode, output, errors, requests } = await run(
      started,
      progress("STARTED"),
      progress("TRANSFERRING"),
      progress("SUCCESS"),
    );
    expect(errors).to.equal("");
    expect(exitCode).to.equal(0);
    const { id } = JSON.parse(requests[0]?.body ?? "{}") as { id: string };
    expect(id).to.match(/^\d{8}-\d{6}$/);
    expect(requests.map(({ method, url }) => `${method} ${url}`)).to.deep.equal([
      "POST /v1/backups/s3",
      ...Array.from({ length: 3 }, () => `GET /v1/backups/s3/${id}`),
    ]);
    expect(output).to.equal(`backup ${id}: started\nbackup ${id}: complete\n`);
  });

  it("says the key to the store, and to nobody who can read arguments, files or what it prints", async () => {
    const { requests, curlArguments, leftBehind, output, errors } = await run(
      started,
      progress("SUCCESS"),
    );
    expect(requests.map(({ authorization }) => authorization)).to.deep.equal([
      `Bearer ${KEY}`,
      `Bearer ${KEY}`,
    ]);
    expect(curlArguments).to.match(/^--header\n@\//m);
    expect(`${curlArguments}${output}${errors}`).to.not.contain(KEY);
    expect(leftBehind).to.deep.equal([]);
  });

  for (const status of ["FAILED", "CANCELED"]) {
    it(`fails with the store's own words when the backup is ${status}`, async () => {
      const { exitCode, errors, requests } = await run(
        started,
        progress(status, ',"error":"no such bucket"'),
      );
      expect(exitCode).to.equal(1);
      expect(errors).to.match(/^backup [\d-]+: \{.*"error":"no such bucket"\}\n$/);
      expect(requests).to.have.length(2);
    });
  }

  for (const [status, body] of [
    [401, '{"error":[{"message":"unauthorized: invalid api key"}]}'],
    [422, '{"error":[{"message":"backup already in progress"}]}'],
    [503, "upstream connect error"],
  ] as const) {
    it(`fails at once, with the store's own words, when the order is answered with ${status}`, async () => {
      const { exitCode, output, errors, requests, leftBehind } = await run({ status, body });
      expect(exitCode).to.equal(1);
      expect(output).to.equal("");
      expect(errors).to.contain(`returned error: ${status}`);
      expect(errors).to.contain(`refused: ${body}\n`);
      // A second order would meet the first, should that have been taken after all.
      expect(requests).to.have.length(1);
      expect(leftBehind).to.deep.equal([]);
    });
  }

  it("asks again when the progress is not told once", async () => {
    const { exitCode, output, requests } = await run(
      started,
      progress("STARTED"),
      { status: 503, body: '{"status":"UNAVAILABLE"}\n' },
      progress("TRANSFERRING"),
      progress("SUCCESS"),
    );
    expect(exitCode).to.equal(0);
    expect(output).to.match(/: complete\n$/);
    expect(requests).to.have.length(5);
  });

  it("reads the progress however the answer is laid out", async () => {
    const { exitCode, requests } = await run(
      started,
      { body: '{\n  "id": "1",\n  "status" : "STARTED"\n}\n' },
      { body: '{\n  "status": "SUCCESS",\n  "id": "1"\n}\n' },
    );
    expect(exitCode).to.equal(0);
    expect(requests).to.have.length(3);
  });
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
