import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Agent } from "node:http";
import type { Logger } from "pino";
import { Registry } from "prom-client";
import { bindingsOf } from "../../routing/bindings";
import { routes as routesWith } from "../../routing/routes";
import { connectionTo, EventRows } from "./api/event-rows";
import { Recorder } from "./api/recorder";
import { createApiServer } from "./api/server";
import { accessFrom } from "./cluster/access";
import { ApiClient } from "./cluster/api-client";
import { EventQueue } from "./cluster/event-queue";
import type { Regarding } from "./cluster/events";
import { FIELD_MANAGER, GlobalRoutes, ROUTES_TYPE } from "./cluster/global-routes";
import { Lease } from "./cluster/lease";
import type { ControllerConfiguration } from "./configuration/configuration";
import { Controller } from "./controller/controller";
import { observedRoutes } from "./controller/observed-routes";
import { requireSameTime, steadyNowMs } from "./loops/clock";
import { leaseLoop, releaseLease } from "./loops/lease-loop";
import { followOverrides } from "./loops/overrides-loop";
import { within } from "./loops/periodically";
import { routesLoop } from "./loops/routes-loop";
import { signalsLoop } from "./loops/signals-loop";
import { SourceLog } from "./loops/source-log";
import { tickLoop } from "./loops/tick-loop";
import { Wake } from "./loops/wake";
import { pollRegions } from "./signals/poller";
import { readSamples } from "./signals/prometheus";
import { signalsOf } from "./signals/signals-of";

/** Bound of a query to the region's own Prometheus, ms. */
const QUERY_TIMEOUT_MS = 1_500;

/** Longest time that the last Events, rows and answers may take once all else has ended, ms. */
const LAST_WORDS_MS = 2_000;

/**
 * Runs one replica of a region's traffic controller until the signal: then the loops stop, a write that
 * is under way comes to its end, the lease is given back, and the server closes, in about 6 s at most.
 *
 * @throws whatever no loop has expected; nothing is given back then.
 */
export async function runService(
  configuration: ControllerConfiguration,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const { topology, region, settings, mode, identity, kubernetes, gatewayUrl } = configuration;
  const now = steadyNowMs;
  const regions = topology.regions.map(({ name }) => name);
  const bindings = bindingsOf(topology, region);
  const controller = new Controller({ topology, region, settings, mode, identity });

  const giveUp = new AbortController();
  const client = new ApiClient(
    accessFrom(kubernetes.server, kubernetes.credentialsFolder),
    `${FIELD_MANAGER}/${identity}`,
  );
  const routes = new GlobalRoutes(client, configuration.routes);
  let about: Regarding = { ...ROUTES_TYPE, ...configuration.routes };
  const events = new EventQueue({
    client,
    regarding: () => about,
    instance: identity,
    onFailure: (error) => {
      log.debug({ why: error.message }, "An Event was not taken.");
    },
    signal: giveUp.signal,
  });

  const rows = eventRowsOf(configuration, log, (result) => {
    recorder.rowEnded(result);
  });
  const registry = new Registry();
  const recorder = new Recorder({
    controller,
    region,
    regions,
    registry,
    log,
    publish: (occurrence) => {
      events.publish(occurrence);
    },
    ...(rows && {
      addRows: (added) => {
        rows.add(added);
      },
    }),
    certificates: configuration.certificates,
    now,
  });
  const { strategy } = settings.assignment;
  const server = createApiServer({ controller, recorder, registry, region, strategy, now, log });
  server.listen(configuration.httpPort);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  log.info({ mode, port, regions }, "The traffic controller has started.");

  const tick = new Wake();
  const read = new Wake();
  const agent = new Agent({ keepAlive: true });
  const source = (what: string, done: "read" | "written" = "read"): SourceLog =>
    new SourceLog(what, done, log);
  const election = {
    controller,
    lease: new Lease(client, configuration.lease),
    reads: source("The lease"),
    writes: source("The lease", "written"),
    now,
    giveUp: giveUp.signal,
  };
  const costUsd =
    topology.regions.find(({ name }) => name === region)?.costUsdPerThousandIntents ?? Number.NaN;

  await allUntil(signal, [
    (stop) => leaseLoop(election, stop),
    (stop) =>
      tickLoop(
        {
          controller,
          recorder,
          routes,
          routesWith: (weights) => routesWith(topology, bindings, weights),
          wake: tick,
          readRoutes: () => {
            read.now();
          },
          now: () => {
            const nowMs = now();
            requireSameTime(nowMs, Date.now());
            return nowMs;
          },
          firstAfterMs: configuration.probe.intervalMs,
          giveUp: giveUp.signal,
        },
        stop,
      ),
    (stop) =>
      routesLoop(
        {
          controller,
          routes,
          observe: (object) => {
            const { uid } = object.metadata;
            if (uid !== undefined) about = { ...about, uid };
            return observedRoutes(topology, bindings, object);
          },
          source: source("The routes"),
          wake: read,
          onRead: () => {
            tick.now();
          },
          now,
        },
        stop,
      ),
    (stop) =>
      signalsLoop(
        {
          controller,
          read: async (ending) => {
            const { prometheusUrl: url } = configuration;
            const access = { url, agent, timeoutMs: QUERY_TIMEOUT_MS, signal: ending };
            return signalsOf(await readSamples(access, Date.now()), costUsd, Date.now());
          },
          source: source("Prometheus"),
          now,
        },
        stop,
      ),
    (stop) =>
      followOverrides(
        {
          client,
          configMap: configuration.overrides,
          topology,
          controller,
          recorder,
          source: source("The overrides"),
          onChange: () => {
            tick.now();
          },
          now,
        },
        stop,
      ),
    (stop) =>
      pollRegions(
        { gatewayUrl, regions, agent, ...configuration.probe },
        {
          answered: (one, answer) => {
            controller.probeAnswered(one, answer, now());
          },
          failed: (one) => {
            controller.probeFailed(one, now());
            tick.now();
          },
        },
        stop,
      ),
  ]);

  log.info("The traffic controller ends.");
  await releaseLease(election);
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  await within(LAST_WORDS_MS, Promise.all([events.flushed(), rows?.close(), closed]));
  giveUp.abort();
  server.closeAllConnections();
  client.close();
  agent.destroy();
}

/** Runs loops until the signal, or until one of them fails: then the others are stopped too. */
async function allUntil(
  signal: AbortSignal,
  loops: readonly ((stop: AbortSignal) => Promise<void>)[],
): Promise<void> {
  const stopping = new AbortController();
  const stop = (): void => {
    stopping.abort();
  };
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    await Promise.all(loops.map((loop) => loop(stopping.signal)));
  } finally {
    stop();
    signal.removeEventListener("abort", stop);
  }
}

function eventRowsOf(
  { failoverEvents }: ControllerConfiguration,
  log: Logger,
  onResult: ConstructorParameters<typeof EventRows>[0]["onResult"],
): EventRows | undefined {
  if (failoverEvents === undefined) return undefined;
  return new EventRows({
    connection: () => connectionTo(failoverEvents),
    onResult,
    onFailure: (message) => {
      log.warn({ why: message }, "Rows of failover_events wait for the database.");
    },
  });
}
