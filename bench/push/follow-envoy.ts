// Runs in a gateway's pod and says, a JSON object a line, which row its Envoy serves, whenever that
// changes. It ends with its standard input.
// Arguments: ROUTE-NAME
import { request } from "node:http";
import { json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { servedRow } from "./served-row";

/** Where Envoy answers those who are in its pod. */
const ADMIN = { host: "127.0.0.1", port: 15_000 };

/** Envoy itself says when it has taken a row, so this may be slow and cost little. */
const POLL_MS = 100;

async function main(routeName = ""): Promise<void> {
  process.stdin.resume().on("end", () => process.exit(0));
  let last = "";
  for (;;) {
    const row = await configDump()
      .then((dump) => servedRow(dump, routeName))
      .catch(() => undefined);
    const text = JSON.stringify(row);
    if (row !== undefined && text !== last) console.log(text);
    last = text;
    await sleep(POLL_MS);
  }
}

function configDump(): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const path = "/config_dump?resource=dynamic_route_configs";
    request({ ...ADMIN, path, agent: false }, (answer) => {
      json(answer).then(resolve, reject);
    })
      .on("error", reject)
      .end();
  });
}

void main(process.argv[2]);
