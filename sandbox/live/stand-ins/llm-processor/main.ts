import { createServer, type RequestListener, type Server } from "node:http";
import { controlListener } from "./control";
import { frontListener } from "./front";
import { Processor } from "./processor";
import { readSettings, StandInError } from "./settings";

/** Of a process that was started with an environment that is wrong. */
const WRONG_ENVIRONMENT = 2;

/** Idle time after which a connection is closed, ms: longer than a proxy keeps one for later. */
const IDLE_MS = 3_700_000;

function settingsOrExit(): ReturnType<typeof readSettings> {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (!(error instanceof StandInError)) throw error;
    console.error(error.message);
    process.exit(WRONG_ENVIRONMENT);
  }
}

function listen(listener: RequestListener, port: number, host?: string): Server {
  return createServer({ keepAliveTimeout: IDLE_MS }, listener).listen(port, host);
}

const settings = settingsOrExit();
const servers: Server[] = [];
let beforeEnd = (): void => undefined;
if (settings.role === "front") {
  servers.push(listen(frontListener(settings), settings.HTTP_PORT));
} else {
  const processor = new Processor(settings);
  beforeEnd = () => {
    processor.isReady = false;
  };
  servers.push(
    listen(processor.listener, settings.HTTP_PORT),
    listen(controlListener(processor), settings.CONTROL_PORT, "127.0.0.1"),
  );
}
console.log(
  `llm-processor (stand-in, ${settings.role}) of ${settings.REGION} listens on ${settings.HTTP_PORT}.`,
);

for (const name of ["SIGTERM", "SIGINT"] as const) {
  process.once(name, () => {
    beforeEnd();
    // What is under way is answered; then nothing keeps the process.
    for (const server of servers) {
      server.close();
      server.closeIdleConnections();
      server.keepAliveTimeout = 1;
    }
  });
}
