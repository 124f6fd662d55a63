import { expect } from "chai";
import fc from "fast-check";
import { joinList } from "../../../components/cockroachdb/names";
import { quarterInMebibytes, startScript } from "../../../components/cockroachdb/nodes/start";
import { shippedStack } from "../../shipped-project";
import { runWithCockroach } from "./fake-cockroach";

const { region, topology } = shippedStack("eu-west-1");
const script = startScript({ region, topology, memory: "16Gi" });
const LIKE_IMAGE = "/cockroach/cockroach";

/** Options that a node is started with, in a pod whose node is known, and its zone perhaps. */
function optionsIn(zone: string): string[] {
  const { status, stderr, stdout } = runWithCockroach(
    script.replace(LIKE_IMAGE, "cockroach"),
    `for option in "$@"; do printf '%s\\n' "$option"; done`,
    { POD: "cockroachdb-1", NODE: "node-7", ZONE: zone },
  );
  expect(status, stderr).to.equal(0);
  return stdout.split("\n").slice(0, -1);
}

describe("the start of a node", () => {
  it("runs the program of the image, which takes the shell's place and so is told to stop", () => {
    expect(script).to.contain(`exec ${LIKE_IMAGE} start `);
  });

  it("says who the node is to its own region and to others, and where it is", () => {
    const options = optionsIn("eu-west-1b");
    expect(options[0]).to.equal("start");
    expect(options).to.include.members([
      "--certs-dir=/cockroach/cockroach-certs",
      "--store=path=/cockroach/cockroach-data",
      "--listen-addr=:26257",
      "--http-addr=:8080",
      "--advertise-addr=cockroachdb-1.cockroachdb.eu-west-1.nephoran.local:26257",
      "--locality-advertise-addr=region=eu-west-1@cockroachdb-1.cockroachdb:26257",
      "--locality=region=eu-west-1,zone=eu-west-1b",
      "--external-io-dir=disabled",
    ]);
  });

  it("takes the machine for the zone where Kubernetes does not tell the zone", () => {
    expect(optionsIn("")).to.include("--locality=region=eu-west-1,zone=node-7");
  });

  it("gives a quarter of the memory to the cache, and another one to SQL", () => {
    expect(optionsIn("a")).to.include.members(["--cache=4096MiB", "--max-sql-memory=4096MiB"]);
  });

  it("takes what clients sent out of every log", () => {
    const log = optionsIn("a").find((option) => option.startsWith("--log="));
    expect(log).to.match(/file-defaults: \{redact: true, redactable: true,/);
    expect(log).to.match(
      /stderr: \{channels: all, .*format: json, redact: true, redactable: true\}/,
    );
  });

  it("asks its own region and two nodes of each other one for the cluster", () => {
    expect(joinList("eu-west-1", topology.regions)).to.deep.equal([
      ...[0, 1, 2].map((ordinal) => `cockroachdb-${ordinal}.cockroachdb:26257`),
      ...["us-east-1", "ap-southeast-1", "us-west-2"].flatMap((peer) =>
        [0, 1].map((ordinal) => `cockroachdb-${ordinal}.cockroachdb.${peer}.nephoran.local:26257`),
      ),
    ]);
    const join = optionsIn("a").find((option) => option.startsWith("--join="));
    expect(join).to.equal(`--join=${joinList("eu-west-1", topology.regions).join(",")}`);
  });
});

describe("a quarter of a node's memory", () => {
  it("is never more than a quarter, and less by not even a MiB", () => {
    const units = { Ki: 2 ** -10, Mi: 1, Gi: 2 ** 10, Ti: 2 ** 20 };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[])),
        (amount, unit) => {
          const quarter = quarterInMebibytes(`${amount}${unit}`);
          const exact = (amount * units[unit]) / 4;
          return Number.isInteger(quarter) && quarter <= exact && quarter > exact - 1;
        },
      ),
    );
  });

  it("is refused where the suffix is missing", () => {
    expect(() => quarterInMebibytes("16000000000")).to.throw("16000000000 is no amount of memory");
  });
});
