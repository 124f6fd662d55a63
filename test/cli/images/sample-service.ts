import { Client } from "pg";
import pino from "pino";
import { Gauge, Registry } from "prom-client";

/** What a service needs of its packages: it counts, speaks to a database that is not there, and logs. */
async function serve(): Promise<void> {
  const registry = new Registry();
  new Gauge({ name: "weight", help: "a weight", registers: [registry] }).set(40);
  const metrics = await registry.metrics();
  const refused = await new Client({ host: "127.0.0.1", port: 1 })
    .connect()
    .catch((error: unknown) => (error as NodeJS.ErrnoException).code);
  pino({ base: null, timestamp: false }).info({ metrics, refused });
}

void serve();
