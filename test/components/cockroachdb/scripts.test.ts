import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { projectDirectory } from "../../shipped-project";
import { runWithCockroach } from "./fake-cockroach";

const scriptOf = (job: string): string =>
  readFileSync(join(projectDirectory, "components/cockroachdb/jobs", `${job}.sh`), "utf8");

describe("the Job that initialises the cluster", () => {
  const init = scriptOf("init");

  it("does it once", () => {
    const { status, calls } = runWithCockroach(init, "exit 0");
    expect([status, calls]).to.deep.equal([0, ["init"]]);
  });

  it("is content with a cluster that has been initialised before", () => {
    const { status, stdout } = runWithCockroach(
      init,
      "echo 'ERROR: cluster has already been initialized' >&2; exit 1",
    );
    expect([status, stdout]).to.deep.equal([0, "The cluster has been initialised before.\n"]);
  });

  it("waits for the first node to answer", () => {
    const { status, calls } = runWithCockroach(
      init,
      `if [ "$call" -lt 4 ]; then echo 'ERROR: cannot dial server.' >&2; exit 1; fi`,
    );
    expect([status, calls.length]).to.deep.equal([0, 4]);
  });

  it("fails with what the node said after the last attempt", () => {
    const { status, stderr, calls } = runWithCockroach(init, "echo 'ERROR: no' >&2; exit 1", {
      ATTEMPTS: "3",
    });
    expect([status, calls.length]).to.deep.equal([1, 3]);
    expect(stderr).to.contain("Are the pods running").and.to.contain("ERROR: no");
  });
});

describe("the Job that waits for a region's nodes", () => {
  const ready = scriptOf("ready");
  const HEADER =
    "id,address,sql_address,build,started_at,updated_at,locality,attrs,is_available,is_live";
  const node = (id: number, region: string, isAvailable: boolean, isLive: boolean): string =>
    `${id},a,a,v25.4.2,t,t,"region=${region},zone=z${id}",,${isAvailable},${isLive}`;
  const status = (...lines: readonly string[]): string =>
    `cat <<'END'\n${[HEADER, ...lines].join("\n")}\nEND`;
  const wait = (behaviour: string) =>
    runWithCockroach(ready, behaviour, { REGION: "eu-west-1", NODES: "3", ATTEMPTS: "3" });
  const three = [1, 2, 3].map((id) => node(id, "eu-west-1", true, true));

  it("is done when all of them are live", () => {
    const {
      status: code,
      stdout,
      calls,
    } = wait(status(...three, node(4, "eu-west-2", true, true)));
    expect([code, stdout]).to.deep.equal([0, "3 nodes of eu-west-1 are live.\n"]);
    expect(calls).to.deep.equal(["node status --format=csv"]);
  });

  for (const [what, last] of [
    ["of another region", node(3, "eu-west-10", true, true)],
    ["that has left", node(3, "eu-west-1", true, false)],
    ["that holds no range", node(3, "eu-west-1", false, true)],
  ] as const) {
    it(`does not count a node ${what}`, () => {
      const { status: code, stderr } = wait(status(...three.slice(0, 2), last));
      expect(code).to.equal(1);
      expect(stderr).to.contain("2 of 3 nodes are live.");
    });
  }

  it("goes on while no node answers, and counts again", () => {
    const { status: code, calls } = wait(
      `if [ "$call" -lt 3 ]; then exit 1; fi\n${status(...three)}`,
    );
    expect([code, calls.length]).to.deep.equal([0, 3]);
  });

  it("says what to look at when the region does not join", () => {
    const { status: code, stderr } = wait("echo 'ERROR: cannot dial server.' >&2; exit 1");
    expect(code).to.equal(1);
    expect(stderr)
      .to.contain("Region eu-west-1 did not join the cluster in 3 attempts.")
      .and.to.contain("Has the primary region been deployed since this one was")
      .and.to.contain("cannot dial server");
  });
});
