/** A pod of the tests' images, as one applies it. */
export function pod(name: string, spec: Record<string, unknown>): Record<string, unknown> {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", labels: { app: name } },
    spec: { terminationGracePeriodSeconds: 5, ...spec },
  };
}

/** A container that runs a script. */
export const shell = (name: string, script: string, more: Record<string, unknown> = {}) => ({
  name,
  image: "sandbox-test/shell:1",
  command: ["sh", "-c", script],
  ...more,
});

/** A container that runs a Node program. */
export const node = (name: string, program: string, more: Record<string, unknown> = {}) => ({
  name,
  image: "sandbox-test/node:1",
  args: [program],
  ...more,
});

/** Answers everything on a port with what a file holds; says its process id in the file PID_FILE. */
export const SERVER = `
import { createServer } from "node:http";
import { readFileSync, writeFileSync } from "node:fs";
if (process.env.PID_FILE) writeFileSync(process.env.PID_FILE, String(process.pid));
process.on("SIGTERM", () => { console.log("bye"); process.exit(0); });
createServer(({ url }, response) => {
  try { response.end(readFileSync(url)); } catch { response.writeHead(404).end(); }
}).listen(8080, () => console.log("listening"));
`;

/** Ready as soon as the server listens, though its period is long. */
export const READY_BY_HTTP = {
  ports: [{ name: "http", containerPort: 8080 }],
  readinessProbe: {
    httpGet: { path: "/etc/hostname", port: "http" },
    periodSeconds: 30,
    initialDelaySeconds: 20,
  },
};

/** Sleeps, and ends at once when it is told to. */
export const UNTIL_TOLD = "trap 'exit 0' TERM; while true; do sleep 0.1; done";
