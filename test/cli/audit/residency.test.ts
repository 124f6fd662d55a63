import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { auditCommand } from "../../../cli/audit/command";
import type { Outside } from "../../../cli/audit/outside";
import { openStore } from "../../../cli/audit/pg-store";
import { type StoreAddress, storeAddress } from "../../../cli/audit/store-address";
import type { Project } from "../../../config/files";
import type { QueryableStore } from "../../../state/residency-audit";
import { shippedProject } from "../../shipped-project";
import { eu, recordedStore, schedules } from "../../state/residency/recorded";

interface Outcome {
  readonly printed: string[];
  readonly error: string | undefined;
  readonly exitCode: number | undefined;
  readonly opened: StoreAddress[];
  readonly closed: number;
}

/** The shipped project, whose zone is backed up as the recorded rows say. */
const project: Project = {
  ...shippedProject,
  stacks: shippedProject.stacks.map((stack) =>
    stack.region.name !== "eu-west-1" || stack.cockroachdb.mode !== "install"
      ? stack
      : {
          ...stack,
          cockroachdb: {
            ...stack.cockroachdb,
            backup: {
              bucket: "state-backups-eu",
              endpoint: "s3.amazonaws.com",
              cidrs: ["10.0.0.0/8"],
              serviceAccountAnnotations: {},
              residencyZone: "eu",
              full: "30 1 * * *",
              incremental: "*/30 * * * *",
            },
          },
        },
  ),
};

async function run(
  words: readonly string[],
  store: QueryableStore = recordedStore(),
): Promise<Outcome> {
  const printed: string[] = [];
  const opened: StoreAddress[] = [];
  let closed = 0;
  const outside: Outside = {
    project: () => project,
    open: (address) => {
      opened.push(address);
      return Promise.resolve({
        ...store,
        close: () => {
          closed += 1;
          return Promise.resolve();
        },
      });
    },
    print: (line) => printed.push(line),
  };
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    const command = auditCommand(outside).exitOverride();
    const error = await command
      .parseAsync(["residency", ...words], { from: "user" })
      .then(() => undefined)
      .catch((caught: unknown) => (caught instanceof Error ? caught.message : String(caught)));
    const exitCode = process.exitCode as number | undefined;
    return { printed, error, exitCode, opened, closed };
  } finally {
    process.exitCode = before;
  }
}

const AT = ["--host", "db", "--certs-dir", "/certs"];

describe("nephoran audit residency", () => {
  it("exits with 0 where everything is as promised, and says how much it looked at", async () => {
    const { printed, error, exitCode, closed } = await run(AT);
    expect({ error, exitCode, closed }).to.deep.equal({ error: undefined, exitCode: 0, closed: 1 });
    expect(printed).to.deep.equal(["27 findings: 27 as promised, 0 not."]);
  });

  it("exits with 1 and says what is wrong, with what was expected and found", async () => {
    const store = recordedStore({ survival: [{ survival_goal: "region" }] });
    const { printed, exitCode } = await run(AT, store);
    expect(exitCode).to.equal(1);
    expect(printed).to.deep.equal([
      "violated  survival: database nephoran_eu",
      "          expected: survival goal zone",
      "          found:    survival goal region",
      "27 findings: 26 as promised, 1 not.",
    ]);
  });

  it("prints every finding as JSON, one object a line", async () => {
    const { printed } = await run([...AT, "--json", "--zone", "eu"]);
    expect(printed).to.have.length(27);
    expect(JSON.parse(printed[2] ?? "")).to.deep.equal({
      check: "regions",
      subject: "database nephoran_eu",
      expected: "regions eu-west-1, primary eu-west-1",
      found: "regions eu-west-1, primary eu-west-1",
      conforms: true,
    });
  });

  it("expects what the project's files say: the zone's pods and its bucket", async () => {
    const backups = [{ ...schedules.full, command: schedules.full.command.replace("-eu", "") }];
    const other = await run(AT, recordedStore({ backups }));
    expect(other.printed).to.include(
      "          expected: in bucket state-backups-eu, by nodes of the zone",
    );
    const logins = [{ setting: "hostssl all nephoran_eu_sync 10.3.0.0/16 cert" }];
    const { printed } = await run(AT, recordedStore({ logins }));
    expect(printed).to.include(
      `          expected: by certificate from ${eu.podCidrs.join()}, refused from everywhere else`,
    );
  });

  it("exits with 2, and closes the connection, where a question cannot be asked", async () => {
    const { exitCode, error, printed, closed } = await run(AT, {
      rows: () => Promise.reject(new Error("permission denied")),
    });
    expect({ exitCode, error, printed, closed }).to.deep.equal({
      exitCode: 2,
      error: 'The check "regions" could not be made, so nothing is said: permission denied',
      printed: [],
      closed: 1,
    });
  });

  it("exits with 2 for a zone that is not there, before it opens anything", async () => {
    const { exitCode, error, opened } = await run([...AT, "--zone", "ch"]);
    expect({ exitCode, error, opened }).to.deep.equal({
      exitCode: 2,
      error: "There is no residency zone ch with a region. The topology has eu.",
      opened: [],
    });
  });

  it("takes a URL, or a host with certificates, and not both", async () => {
    const { opened } = await run([...AT, "--user", "auditor", "--timeout-seconds", "5"]);
    expect(opened).to.deep.equal([
      { host: "db", port: 26257, user: "auditor", certsDir: "/certs", timeoutMs: 5000 },
    ]);
    for (const words of [[], ["--host", "db"], ["--url", "postgresql://x", "--host", "db"]]) {
      const { exitCode, error } = await run(words);
      expect(exitCode).to.equal(2);
      expect(error).to.equal(
        "Where the state store is has to be said in one of two ways: --url postgresql://…, or --host " +
          "HOST[:PORT] with --certs-dir DIR.",
      );
    }
  });

  it("reads ports and addresses of either family", () => {
    const options = { user: "root", certsDir: "/certs", timeoutSeconds: 1 };
    expect(storeAddress({ ...options, host: "db:2000" })).to.deep.include({
      host: "db",
      port: 2000,
    });
    expect(storeAddress({ ...options, host: "[::1]:2000" })).to.deep.include({
      host: "::1",
      port: 2000,
    });
    expect(() => storeAddress({ ...options, host: "db:many" })).to.throw(
      "--host is db:many; HOST or HOST:PORT is wanted.",
    );
  });
});

describe("the connection of an audit", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "nephoran-audit-"));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const failure = async (address: StoreAddress): Promise<string> =>
    openStore(address).then(
      () => "none",
      (error: unknown) => String(error),
    );

  it("says which file is missing in the folder with certificates", async () => {
    writeFileSync(join(folder, "ca.crt"), "");
    const address = { host: "127.0.0.1", port: 1, user: "root", certsDir: folder, timeoutMs: 1000 };
    expect(await failure(address)).to.equal(
      `OperatorError: ${join(folder, "client.root.crt")} cannot be read. --certs-dir has to hold ` +
        "ca.crt, client.root.crt and client.root.key.",
    );
  });

  it("does not repeat the URL, which may hold a password, when nobody answers", async () => {
    const url = "postgresql://root:quite-secret@127.0.0.1:1/defaultdb";
    const said = await failure({ url, timeoutMs: 1000 });
    expect(said).to.equal(
      "OperatorError: The state store at --url cannot be reached: connect ECONNREFUSED 127.0.0.1:1. " +
        "Is it there, do the certificates fit, and may this user log in from here?",
    );
  });
});
