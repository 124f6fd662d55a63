// Asks a server once, from inside a pod: with the body that comes on the standard input, unless that is
// empty. The answer's body goes to the standard output; any status but 200 is a failure.
// Arguments: METHOD URL
import { request } from "node:http";
import { text } from "node:stream/consumers";

const ANSWER_BOUND_MS = 5_000;

const [method, url] = process.argv.slice(2);
const body = await text(process.stdin);

const fail = (why) => {
  process.stderr.write(`${method} ${url}: ${why}\n`);
  process.exit(1);
};
const asking = request(url, { method, agent: false, timeout: ANSWER_BOUND_MS }, async (answer) => {
  const said = await text(answer).catch(({ message }) => fail(message));
  if (answer.statusCode !== 200) fail(`${answer.statusCode} ${said}`);
  process.stdout.write(said);
});
asking.on("timeout", () => fail("no answer in time"));
asking.on("error", ({ message }) => fail(message));
asking.end(body);
