// Asks a traffic controller again and again, from inside its pod, where its proxy wants no identity:
// each answer becomes a line. It ends with whoever started it, whose end of the input closes.
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const [port, intervalMs] = process.argv.slice(2).map(Number);
const ANSWER_BOUND_MS = 2_000;
const agent = new Agent({ keepAlive: true });

process.stdin.resume().on("close", () => process.exit(0));

const ask = () =>
  new Promise((resolve) => {
    const none = () => resolve(undefined);
    const asking = request(
      { host: "127.0.0.1", port, path: "/decision", agent, timeout: ANSWER_BOUND_MS },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part) => (text += part));
        response.on("end", () => resolve(response.statusCode === 200 ? text : undefined));
        response.on("error", none);
      },
    );
    asking.on("timeout", () => asking.destroy());
    asking.on("error", none);
    asking.end();
  });

for (;;) {
  const answer = await ask();
  if (answer !== undefined) process.stdout.write(`${answer.replace(/\s*\n\s*/g, " ")}\n`);
  await sleep(intervalMs);
}
