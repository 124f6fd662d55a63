import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { MESH_ID } from "../../../../../components/istio-mesh/names";
import { createAuthority } from "../../../../../pki/authority";
import { type CockroachIdentity, issueCockroach } from "../../../../../pki/identity";
import { repositoryRoot } from "../../../../../sandbox/layout";
import { bundleFile } from "../../../../../sandbox/live/images/bundle-file";
import { makeBundles } from "../../../../../sandbox/live/images/bundles";
import { postgresFolder } from "../../../../../sandbox/live/images/tools";

/** How a command has ended. */
export interface CommandEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A node of a store: which pod it is, and its ports, which in a cluster are the same for all. */
export interface NodePlace {
  readonly region: string;
  readonly ordinal: number;
  readonly sqlPort: number;
  readonly httpPort: number;
}

const NAMESPACE = ["--user", "--map-root-user", "--mount", "--net"];
const READY_MS = 60_000;
const POLL_MS = 100;
const CLIENT = "nephoran_traffic";

/** Nodes of several regions in one network of their own, where names lead to the loopback. */
export class StateStore {
  private readonly nodes = new Map<string, ChildProcess>();

  private constructor(
    private readonly folder: string,
    private readonly places: readonly NodePlace[],
    private readonly holder: ChildProcess,
  ) {}

  static async open(places: readonly NodePlace[]): Promise<StateStore> {
    const folder = mkdtempSync(join(tmpdir(), "nephoran-store-"));
    await makeBundles(join(folder, "bundles"));
    const authority = await createAuthority(MESH_ID, new Date());
    for (const region of new Set(places.map((place) => place.region))) {
      const options = { now: new Date(), clients: [CLIENT] };
      await writeCertificates(
        join(folder, region),
        await issueCockroach(authority, region, options),
      );
    }
    const names = places.flatMap((place) => [local(place), advertised(place)]);
    await writeFile(join(folder, "hosts"), `127.0.0.1 localhost ${names.join(" ")}\n`);
    const script =
      'mount --bind "$0" /etc/hosts && ip link set lo up && echo up && exec sleep 3600';
    const holder = spawn("unshare", [...NAMESPACE, "sh", "-c", script, join(folder, "hosts")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(holder.stdout, "data");
    return new StateStore(folder, places, holder);
  }

  /** Starts a node, or starts it again. */
  start(place: NodePlace): void {
    const { region, ordinal, sqlPort, httpPort } = place;
    const join = [
      ...this.places.filter((other) => other.region === region).map((own) => [local(own), own]),
      ...this.places
        .filter((other) => other.region !== region)
        .map((far) => [advertised(far), far]),
    ] as [string, NodePlace][];
    const child = spawn(
      ...this.standIn([
        "start",
        `--certs-dir=${this.certsDir(region)}`,
        `--store=path=${this.folder}/${region}-${ordinal}`,
        `--listen-addr=:${sqlPort}`,
        `--http-addr=:${httpPort}`,
        `--advertise-addr=${advertised(place)}:${sqlPort}`,
        `--locality=region=${region},zone=${region}a`,
        `--join=${join.map(([host, at]) => `${host}:${at.sqlPort}`).join(",")}`,
      ]),
      { stdio: ["ignore", "ignore", process.env["SHOW_LOGS"] ? "inherit" : "ignore"] },
    );
    this.nodes.set(local(place) + region, child);
  }

  /** Ends a node as a kubelet does; answers its exit code. */
  async stop({ region, ...place }: NodePlace): Promise<number | null> {
    const child = this.nodes.get(local(place) + region);
    if (child === undefined) throw new Error(`No node ${place.ordinal} of ${region} was started.`);
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    const [code] = (await ended) as [number | null];
    return code;
  }

  /** Runs a command of the stand-in against a node. */
  async run(
    { region, sqlPort }: NodePlace,
    args: readonly string[],
    { user = "root" } = {},
  ): Promise<CommandEnd> {
    const certs = `--certs-dir=${this.certsDir(region)}`;
    const where = [certs, `--host=localhost:${sqlPort}`, `--user=${user}`];
    return await ended(...this.standIn([...args, ...where]));
  }

  /** Runs a script of the state store's Jobs against a node, which finds the stand-in on its PATH. */
  async runJob(
    { region, sqlPort }: NodePlace,
    script: string,
    files: Readonly<Record<string, string>>,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<CommandEnd> {
    const folder = mkdtempSync(join(this.folder, "job-"));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const bundle = bundleFile({ bundles: join(this.folder, "bundles") }, "cockroachdb");
    const program = `#!/bin/sh\nexec '${process.execPath}' '${bundle}' "$@"\n`;
    await writeFile(join(folder, "cockroach"), program, { mode: 0o755 });
    const variables = {
      PATH: `${folder}:${process.env["PATH"] ?? ""}`,
      COCKROACH_HOST: `localhost:${sqlPort}`,
      COCKROACH_CERTS_DIR: this.certsDir(region),
      ...environment,
    };
    return await ended(...this.inside(["sh", join(folder, script)], variables));
  }

  /** What SQL answers to root, without the names of columns. */
  async rows(place: NodePlace, sql: string, database = "postgres"): Promise<string[]> {
    const args = ["sql", `--database=${database}`, `--execute=${sql}`];
    const { exitCode, stdout, stderr } = await this.run(place, args);
    if (exitCode !== 0) throw new Error(stderr);
    return stdout.trimEnd().split("\n").slice(1);
  }

  /** Status of the answer of a node's health, asked inside. */
  async health({ httpPort }: NodePlace, query = ""): Promise<number> {
    const url = `https://localhost:${httpPort}/health${query}`;
    const { stdout } = await ended(...this.inside([process.execPath, "-e", ASK, url]));
    return Number(stdout.trim());
  }

  /** Waits until something is so. */
  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + READY_MS;
    while (!(await isSo().catch(() => false))) {
      if (Date.now() > deadline) throw new Error(`Not within ${READY_MS} ms: ${what}`);
      await sleep(POLL_MS);
    }
  }

  certsDir(region: string): string {
    return join(this.folder, region);
  }

  async close(): Promise<void> {
    const running = [...this.nodes.values()].filter(({ exitCode }) => exitCode === null);
    const ended = running.map((child) => once(child, "exit"));
    for (const child of running) child.kill("SIGTERM");
    await Promise.all(ended);
    this.holder.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }

  private standIn(args: readonly string[]): [string, string[]] {
    const bundle = bundleFile({ bundles: join(this.folder, "bundles") }, "cockroachdb");
    return this.inside([process.execPath, bundle, ...args], {
      STAND_IN_POSTGRES: postgresFolder() ?? "",
      STAND_IN_MIGRATIONS: join(repositoryRoot, "migrations"),
    });
  }

  /** A command in the store's namespaces, as somebody who is not root: PostgreSQL refuses root. */
  private inside(
    command: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): [string, string[]] {
    const enter = ["--preserve-credentials", "--user", "--mount", "--net"];
    const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    return [
      "nsenter",
      [
        ...[...enter, `--target=${this.holder.pid ?? 0}`],
        ...["unshare", "--user", "--map-user=1000", "--map-group=1000"],
        ...["env", ...variables, ...command],
      ],
    ];
  }
}

const ended = (program: string, args: readonly string[]): Promise<CommandEnd> =>
  new Promise((resolve) => {
    execFile(program, args, { timeout: READY_MS }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
  });

/** Prints the status of an answer, or 0 where there is none. */
const ASK = `require("node:https").get(process.argv[1], { rejectUnauthorized: false }, (answer) => {
  console.log(answer.statusCode);
}).on("error", () => console.log(0));`;

const local = ({ ordinal }: Pick<NodePlace, "ordinal">): string =>
  `cockroachdb-${ordinal}.cockroachdb`;

const advertised = ({ region, ordinal }: NodePlace): string =>
  `cockroachdb-${ordinal}.cockroachdb.${region}.nephoran.local`;

async function writeCertificates(
  folder: string,
  { ca, node, root, clients }: CockroachIdentity,
): Promise<void> {
  await mkdir(folder);
  const pairs = {
    node,
    "client.root": root,
    ...Object.fromEntries(clients.map(({ user, ...pair }) => [`client.${user}`, pair])),
  };
  await writeFile(join(folder, "ca.crt"), ca);
  for (const [name, { certificate, key }] of Object.entries(pairs)) {
    await writeFile(join(folder, `${name}.crt`), certificate);
    // As a volume of a pod has it.
    await writeFile(join(folder, `${name}.key`), key.reveal(), { mode: 0o440 });
  }
}
