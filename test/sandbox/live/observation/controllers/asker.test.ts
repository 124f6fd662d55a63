import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { askFromInside } from "../../../../../sandbox/live/observation/controllers/asker";

const PROGRAM = join(__dirname, "../../../../../sandbox/live/observation/controllers/ask.mjs");

describe("what asks a controller from inside its pod", () => {
  it("writes each answer as one line, none where there is none, and ends with its reader", async () => {
    let questions = 0;
    const server = createServer((request, response) => {
      questions++;
      // The first one has not decided yet.
      response.writeHead(questions === 1 ? 503 : 200).end(`{\n  "path": "${request.url ?? ""}"\n}`);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const child = spawn(process.execPath, [PROGRAM, String(port), "10"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const lines = createInterface({ input: child.stdout });
    const [line] = (await once(lines, "line")) as [string];
    expect(line).to.equal('{ "path": "/decision" }');
    expect(questions).to.be.at.least(2);
    child.stdin.end();
    const [code] = (await once(child, "exit")) as [number];
    expect(code).to.equal(0);
    server.close();
    server.closeAllConnections();
  });

  it("is run in the pod's network, and is over with the signal", async () => {
    const places: unknown[] = [];
    const stopping = new AbortController();
    const heard: unknown[] = [];
    const asking = askFromInside({
      inside: (place, spec) => {
        places.push(place);
        expect(spec.args).to.deep.equal([PROGRAM, "8080", "500"]);
        const script = 'console.log(`{"version":1}\\nno JSON`); setInterval(() => {}, 1000)';
        return { ...spec, args: ["-e", script] };
      },
    })("us-east-1.a", (answer) => heard.push(answer), stopping.signal);
    for (let waited = 0; heard.length < 2 && waited < 5_000; waited++) await sleep(1);
    stopping.abort();
    await asking;
    expect(places).to.deep.equal([{ pod: "us-east-1.a" }]);
    expect(heard).to.deep.equal([{ version: 1 }, undefined]);
  });
});
