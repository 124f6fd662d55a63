import { expect } from "chai";
import { networkGraph } from "../../network/graph";
import { networkProblems, type RegionGraph } from "../../network/problems";
import type { Manifest } from "../../render/manifest";
import { fullRegion } from "../components/full-region";
import { shippedStack } from "../shipped-project";
import { a, b, closed, deployment, into, out, pods, policy } from "./samples";

const region = (name: string, ...objects: Manifest[]): RegionGraph => ({
  config: shippedStack(name),
  graph: networkGraph(objects),
});

const page = (where: string, ...rows: string[]): string =>
  [`Where: ${where}`, "", "| From | To | Port | Why |", "| - | - | - | - |", ...rows].join("\n");

const connected = [
  ...closed,
  a,
  b,
  out("a", [pods("b")], [{ port: 80 }, { port: 81 }]),
  into("b", [pods("a")], [{ port: 80 }, { port: 81 }]),
];
const row = "| `n/a` | `n/b` | 80-81/TCP | For a-out. For b-in. |";

describe("the problems of a page of connections", () => {
  it("are none if page and regions agree, in one row for all or in several", () => {
    const regions = [region("eu-west-1", ...connected), region("us-east-1", ...closed)];
    expect(networkProblems(page("eu-west-1", row), regions)).to.deep.equal([]);
    const rows = ["| `n/a` | `n/b` | 81/TCP | x |", "| `n/a` | `n/b` | 80/TCP | x |"];
    expect(networkProblems(page("feature gdpr", ...rows), regions)).to.deep.equal([]);
  });

  it("show the row that a connection lacks, and where it belongs", () => {
    const regions = ["us-east-1", "us-west-2"].map((name) => region(name, ...connected));
    const also = region("eu-west-1", ...closed);
    expect(networkProblems("", [...regions, also])).to.deep.equal([
      "In us-east-1, us-west-2: a connection is allowed by n/a-out, n/b-in, and the page does not " +
        `have it. Close it, or add under a \`Where:\` for just these regions:\n${row}`,
    ]);
    expect(networkProblems("", regions)[0]).to.match(/^In all regions: a connection/);
    expect(networkProblems(page("all regions", row), regions)).to.deep.equal([]);
  });

  it("show no more than the ports that are missing", () => {
    const half = "| `n/a` | `n/b` | 80/TCP | x |";
    const [problem] = networkProblems(page("all regions", half), [
      region("us-east-1", ...connected),
    ]);
    expect(problem).to.contain("\n| `n/a` | `n/b` | 81/TCP |");
  });

  it("show the row that nothing allows any more, as it stands on the page", () => {
    const regions = [region("eu-west-1", ...connected), region("us-east-1", ...closed, a, b)];
    expect(networkProblems(page("all regions", row), regions)).to.deep.equal([
      "In us-east-1: n/a cannot connect to n/b on 80-81/TCP. " +
        `Allow it, or remove line 5 of the page, or narrow its \`Where: all regions\`:\n${row}`,
    ]);
  });

  it("name the part of a row that nothing allows", () => {
    const wide = "| `n/a` | `n/b`, `n/c` | 80-82/TCP | x |";
    const problems = networkProblems(page("all regions", wide), [
      region("us-east-1", ...connected, deployment("n", "c")),
    ]);
    expect(problems.map((problem) => problem.split(". ")[0])).to.deep.equal([
      "In all regions: n/a cannot connect to n/b on 82/TCP",
      "In all regions: n/a cannot connect to n/c on 80-82/TCP",
    ]);
    expect(problems[0]).to.contain("remove this from line 5");
  });

  it("leave a row alone that repeats for one workload what holds for its namespace", () => {
    const open = policy("n", "p", {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }],
    });
    const rows = ["*", "a"].map((name) => `| \`n/${name}\` | \`10.0.0.0/8\` | any | x |`);
    const regions = [region("us-east-1", ...closed, a, open)];
    expect(networkProblems(page("all regions", ...rows), regions)).to.deep.equal([]);
    expect(networkProblems(page("all regions", ...rows.slice(1)), regions)).to.have.length(1);
  });

  it("compare what a setting says where a row gives its name", () => {
    const config = fullRegion({
      llmProvider: { url: "https://a.example", cidrs: ["192.0.2.0/24"] },
    });
    const reaching = (cidr: string): RegionGraph => ({
      config,
      graph: networkGraph([...closed, a, out("a", [{ ipBlock: { cidr } }], [{ port: 443 }])]),
    });
    const rows = page(
      "setting llmProvider",
      "| `n/a` | `llmProvider.cidrs` | 443/TCP | For a-out. |",
    );
    expect(networkProblems(rows, [reaching("192.0.2.0/24")])).to.deep.equal([]);
    expect(networkProblems(rows, [reaching("192.0.2.0/25")]).join()).to.match(
      /`192\.0\.2\.0\/25`.*n\/a cannot connect to 192\.0\.2\.0\/24 on 443\/TCP/s,
    );
  });

  it("are also rows for no region", () => {
    const regions = [region("us-east-1", ...closed)];
    expect(networkProblems(page("us-east1", row), regions)).to.deep.equal([
      "Line 5 of the page is for `Where: us-east1`, which is no region. " +
        `Name regions, roles or features of the topology or settings that open something, or remove:\n${row}`,
    ]);
  });

  it("are also policies that open one end, or do not say why", () => {
    const unexplained = policy("n", "p", { podSelector: {}, ingress: [{ from: [pods("z")] }] }, "");
    const objects = [...closed, a, b, out("a", [pods("b")]), unexplained];
    const problems = networkProblems("", [region("us-east-1", ...objects)]);
    expect(problems).to.include.members([
      "In all regions: n/a to n/b on any is open for egress alone, by n/a-out. " +
        "Add a policy for the ingress at n/b, or close it.",
      "In all regions: NetworkPolicy n/p opens something and does not say why. " +
        "Give it the annotation nephoran.io/reason.",
    ]);
    const reverse = networkProblems("", [
      region("us-east-1", ...closed, a, b, into("b", [pods("a")], [{ port: 80 }])),
    ]);
    expect(reverse).to.deep.equal([
      "In all regions: n/a to n/b on 80/TCP is open for ingress alone, by n/b-in. " +
        "Add a policy for the egress at n/a, or close it.",
    ]);
  });
});
