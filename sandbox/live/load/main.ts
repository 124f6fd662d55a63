import { createWriteStream, readFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { runCommandLine } from "../../../cli/command-line";
import { OperatorError } from "../../../config/operator-error";
import { interruptSignal } from "../../interruption";
import { type Address, parseAddress, parseEntries } from "./entries";
import { CLIENT_DEFAULTS, Fleet } from "./fleet";
import { type KindShare, parseKinds } from "./kinds";
import type { LoadEvent } from "./load-event";
import { dnsLookup } from "./names";
import { LoadRecord } from "./report";
import { reportText } from "./report-text";
import { realClock, runLoad } from "./run";
import { schedule } from "./schedule";

/**
 * A load with an open loop over Node's own HTTP/2. The HTTP clients that this repository's packages bring
 * along choose addresses and repeat requests by rules of their own; here both are what is measured, and
 * HTTP/2 is what browsers speak to an entry. So there is no package for it.
 */
const load = new Command("load")
  .description(
    "Send requests at a constant rate to entries, as users do who know all addresses that DNS gives. " +
      "Every request starts when it is due, whatever became of those before it. " +
      "Exits with 1 if a request that may be repeated has failed.",
  )
  .requiredOption("--rate <n>", "requests a second", positive)
  .requiredOption("--seconds <n>", "how long", positive)
  .requiredOption("--entries <list>", "HOST or HOST@REGION, separated by commas", parseEntries)
  .requiredOption("--ca <file>", "authority of the entries' certificates, PEM")
  .option("--kinds <list>", "KIND=PARTS, separated by commas", "get=50,post-key=40,post=10")
  .option("--token-file <file>", "token of unbound requests")
  .option("--bound-token-file <file>", "token of bound requests")
  .option("--dns <server>", "DNS server, IP or IP:PORT; left out: this machine's")
  .option(
    "--address <host=ip>",
    "a host's address, with :PORT if need be; may be repeated",
    collect,
    [],
  )
  .option("--clients <n>", "users near each entry, each with a connection", positive, 8)
  .option("--connect-ms <n>", "time for a connection", positive, CLIENT_DEFAULTS.connectMs)
  .option("--ping-ms <n>", "from one ping to the next", positive, CLIENT_DEFAULTS.pingMs)
  .option("--ping-timeout-ms <n>", "time for its answer", positive, CLIENT_DEFAULTS.pingTimeoutMs)
  .option(
    "--deadline-ms <n>",
    "after that a request is given up",
    positive,
    CLIENT_DEFAULTS.deadlineMs,
  )
  .option("--events <file>", "each request as a line of JSON; - is the standard output")
  .option("--json", "the report as one JSON document")
  .action(run);

interface Options {
  readonly rate: number;
  readonly seconds: number;
  readonly entries: ReturnType<typeof parseEntries>;
  readonly ca: string;
  readonly kinds: string;
  readonly tokenFile?: string;
  readonly boundTokenFile?: string;
  readonly dns?: string;
  readonly address: readonly ReturnType<typeof parseAddress>[];
  readonly clients: number;
  readonly connectMs: number;
  readonly pingMs: number;
  readonly pingTimeoutMs: number;
  readonly deadlineMs: number;
  readonly events?: string;
  readonly json?: true;
}

async function run(options: Options): Promise<void> {
  const signal = interruptSignal();
  const kinds = parseKinds(options.kinds);
  const ending = new AbortController();
  const fleet = await Fleet.of({
    ...options,
    shunMs: CLIENT_DEFAULTS.shunMs,
    authority: contentOf(options.ca, "--ca"),
    clientsPerEntry: options.clients,
    lookup: dnsLookup({
      ...(options.dns !== undefined && { server: options.dns }),
      known: knownAddresses(options.address),
    }),
    token: tokensOf(options, kinds),
    signal: ending.signal,
  });
  const startAt = realClock.now();
  const record = new LoadRecord(startAt);
  const write = eventWriter(options.events);
  const progress = setInterval(() => {
    const { sent, ok, failed, unavailable } = record.counts;
    const apart = unavailable === 0 ? "" : `, ${unavailable} unavailable`;
    const elapsed = ((realClock.now() - startAt) / 1_000).toFixed(0).padStart(4);
    console.error(`${elapsed} s  ${sent} ended: ${ok} ok, ${failed} failed${apart}`);
  }, PROGRESS_MS);
  try {
    await runLoad({
      requests: schedule({ ...options, kinds, entries: options.entries.length }),
      entries: options.entries.map(({ name }) => name),
      send: (request) => fleet.send(request),
      onEvent: (event) => {
        record.add(event);
        write(event);
      },
      signal,
      startAt,
    });
  } finally {
    clearInterval(progress);
    ending.abort();
    await fleet.close();
  }
  const report = record.report();
  console.log(options.json ? JSON.stringify(report, null, 2) : reportText(report).join("\n"));
  if (report.repeatable.failed > 0) process.exitCode ??= 1;
}

const PROGRESS_MS = 1_000;

/** A token is read once and never shown. */
function tokensOf({ tokenFile, boundTokenFile }: Options, kinds: readonly KindShare[]) {
  const read = (file: string | undefined, option: string): string | undefined =>
    file === undefined ? undefined : contentOf(file, option).trim();
  const bound = read(boundTokenFile, "--bound-token-file");
  const unbound = read(tokenFile, "--token-file");
  if (bound === undefined && kinds.some(({ kind }) => kind.isBound)) {
    throw new OperatorError(
      "--kinds names bound requests: name their token by --bound-token-file.",
    );
  }
  return ({ isBound }: { readonly isBound: boolean }) => (isBound ? bound : unbound);
}

function knownAddresses(given: Options["address"]): Map<string, Address[]> {
  const known = new Map<string, Address[]>();
  for (const { host, address } of given) known.set(host, [...(known.get(host) ?? []), address]);
  return known;
}

function eventWriter(file: string | undefined): (event: LoadEvent) => void {
  if (file === undefined) return () => undefined;
  const output = file === "-" ? process.stdout : createWriteStream(file);
  return (event) => {
    output.write(`${JSON.stringify(event)}\n`);
  };
}

function contentOf(file: string, option: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new OperatorError(`${option}: ${file} cannot be read. ${(cause as Error).message}`, {
      cause,
    });
  }
}

function collect(text: string, before: Options["address"]): Options["address"] {
  return [...before, parseAddress(text)];
}

function positive(text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError("A number above 0 is wanted.");
}

void runCommandLine(load);
