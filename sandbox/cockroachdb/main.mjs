// Stands in for the clustering of CockroachDB, whose pods KWOK only pretends to run: nodes are ready
// once the cluster has been initialised, by the Job `cockroachdb-init` of one region, and not before.
// That it has been is kept in a file which all regions share, as the nodes' volumes would.
//
// Arguments: the kubeconfig of the region, that file, the port of its health with a certificate and its
// key, and `idle` where the pods really run.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";

const [, , kubeconfig, initialised, port, certificate, key, idle] = process.argv;
const NAMESPACE = "nephoran-global";
const POLL_MS = 500;

const { clusters, users } = parse(readFileSync(kubeconfig, "utf8"));
const { server, "certificate-authority-data": authority } = clusters[0].cluster;
const { token } = users[0].user;

let lastError = "not asked yet";
createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (_, response) => {
  response.writeHead(lastError === undefined ? 200 : 503).end(lastError ?? "ok");
}).listen(Number(port), "127.0.0.1");

for (;;) {
  try {
    if (idle !== undefined) {
      lastError = undefined;
      break;
    }
    if (!existsSync(initialised) && (await isInitialised())) writeFileSync(initialised, "");
    if (existsSync(initialised)) await readyNodes();
    lastError = undefined;
  } catch (error) {
    if (lastError !== error.message) console.error(error.message);
    lastError = error.message;
  }
  await sleep(POLL_MS);
}

/** Whether this region's Job has told a node to begin a cluster. */
async function isInitialised() {
  const { items } = await call("GET", `/apis/batch/v1/namespaces/${NAMESPACE}/jobs`);
  return items.some(
    ({ metadata, status }) => metadata.name === "cockroachdb-init" && status.succeeded > 0,
  );
}

async function readyNodes() {
  const pods = `/api/v1/namespaces/${NAMESPACE}/pods`;
  const { items } = await call("GET", `${pods}?labelSelector=app%3Dcockroachdb`);
  for (const { metadata, status } of items) {
    const waits = status.conditions?.some(
      ({ type, status: is }) => type === "Ready" && is === "False",
    );
    if (status.phase !== "Running" || !waits) continue;
    const lastTransitionTime = new Date().toISOString();
    const now = { status: "True", lastTransitionTime };
    await call("PATCH", `${pods}/${metadata.name}/status`, {
      status: {
        conditions: [
          { type: "Ready", ...now },
          { type: "ContainersReady", ...now },
        ],
        containerStatuses: status.containerStatuses.map((one) => ({ ...one, ready: true })),
      },
    });
  }
}

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      server + path,
      {
        method,
        ca: Buffer.from(authority, "base64"),
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "application/strategic-merge-patch+json",
        },
        signal: AbortSignal.timeout(10_000),
      },
      (incoming) => {
        const chunks = [];
        incoming.on("data", (chunk) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          // A namespace that is not there yet has no pods; a pod that has gone needs no status.
          if (incoming.statusCode < 300 || incoming.statusCode === 404) {
            resolve({ items: [], ...JSON.parse(text) });
          } else reject(new Error(`${method} ${path}: ${incoming.statusCode}`));
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body && JSON.stringify(body));
  });
}
