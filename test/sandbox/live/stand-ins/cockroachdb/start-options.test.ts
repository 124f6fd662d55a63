import { expect } from "chai";
import { startScript } from "../../../../../components/cockroachdb/nodes/start";
import { StandInError } from "../../../../../sandbox/live/stand-ins/cockroachdb/failure";
import { startOptions } from "../../../../../sandbox/live/stand-ins/cockroachdb/start-options";
import { shippedProject } from "../../../../shipped-project";

/** The arguments that the pod's own script gives, as a shell splits them. */
function argumentsOf(script: string, variables: Readonly<Record<string, string>>): string[] {
  const [, options = ""] = script.split("cockroach start ");
  const words = options
    .replaceAll("\\\n", " ")
    .replace(/\$(\w+)/g, (_, name: string) => variables[name] ?? "")
    .match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g);
  return (words ?? []).map((word) => word.replace(/["']/g, ""));
}

describe("a node of the stand-in", () => {
  const { topology } = shippedProject;
  const [region] = topology.regions;
  if (region === undefined) throw new Error("The shipped topology has no regions.");
  const script = startScript({ region, topology, memory: "16Gi" });
  const args = argumentsOf(script, { POD: "cockroachdb-1", zone: "us-east-1a" });

  it("understands what the program's pods give it", () => {
    expect(startOptions(args)).to.deep.equal({
      certsDir: "/cockroach/cockroach-certs",
      store: "/cockroach/cockroach-data",
      sqlPort: 26_257,
      httpPort: 8_080,
      address: "cockroachdb-1.cockroachdb.us-east-1.nephoran.local:26257",
      region: "us-east-1",
      zone: "us-east-1a",
      first: { host: "cockroachdb-0.cockroachdb", port: 26_257 },
      peers: ["eu-west-1", "ap-southeast-1", "us-west-2"].map((name) => ({
        host: `cockroachdb-0.cockroachdb.${name}.nephoran.local`,
        port: 26_257,
      })),
    });
  });

  it("refuses an option that it does not know, and says what lacks", () => {
    expect(() => startOptions([...args, "--insecure"])).to.throw(StandInError, "--insecure");
    expect(() => startOptions([])).to.throw(StandInError, "--locality is not given");
  });
});
