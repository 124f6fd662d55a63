import { expect } from "chai";
import { networkGraph } from "../../network/graph";
import type { Manifest } from "../../render/manifest";
import { a, b, closed, into, out, pods, policy } from "./samples";

describe("a connection that is open at one end", () => {
  const half = (...objects: Manifest[]): string[] =>
    networkGraph(objects).halfOpen.map(
      ({ from, to, ports, open, policies }) =>
        `${from} > ${to} ${ports.join(", ")}, ${open} by ${policies.join(", ")}`,
    );

  it("is found at either end", () => {
    expect(half(...closed, a, b, out("a", [pods("b")], [{ port: 80 }]))).to.deep.equal([
      "n/a > n/b 80/TCP, egress by n/a-out",
    ]);
    expect(half(...closed, a, b, into("b", [pods("a")], [{ port: 80 }]))).to.deep.equal([
      "n/a > n/b 80/TCP, ingress by n/b-in",
    ]);
  });

  it("is found for the ports on which the ends differ", () => {
    const rules = [
      out("a", [pods("b")], [{ port: 80 }, { port: 81 }]),
      into("b", [pods("a")], [{ port: 81 }, { port: 82 }]),
    ];
    expect(half(...closed, a, b, ...rules)).to.deep.equal([
      "n/a > n/b 80/TCP, egress by n/a-out",
      "n/a > n/b 82/TCP, ingress by n/b-in",
    ]);
  });

  it("is found for a name that the target has no port of", () => {
    const rules = [
      out("a", [pods("b")], [{ port: 80 }]),
      into("b", [pods("a")], [{ port: "htpp" }]),
    ];
    expect(half(...closed, a, b, ...rules)).to.deep.equal(["n/a > n/b 80/TCP, egress by n/a-out"]);
  });

  it("is none where the other end is not isolated, or where nobody is meant", () => {
    expect(half(a, b, out("a", [pods("b")]))).to.deep.equal([]);
    expect(half(...closed, a, b, into("b", [{ podSelector: {} }]))).to.deep.equal([]);
    expect(half(...closed, a, b, out("a", []))).to.deep.equal([]);
  });

  it("is found where a whole namespace is let out to one who does not let it in", () => {
    const everybody = policy("n", "p", {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [{ to: [pods("b")] }],
    });
    expect(half(...closed, a, b, everybody, into("b", [pods("a")]))).to.deep.equal([
      "n/* > n/b any, egress by n/p",
      "n/b > n/b any, egress by n/p",
    ]);
  });
});

describe("the reasons in a network graph", () => {
  it("are those of both ends' policies, each once", () => {
    const rules = [out("a", [pods("b")]), into("b", [pods("a")])];
    const [edge] = networkGraph([...closed, a, b, ...rules]).edges;
    expect(edge?.reasons).to.deep.equal(["For a-out.", "For b-in."]);
    expect(edge?.policies).to.deep.equal(["n/a-out", "n/b-in"]);
  });

  it("are missed in every policy that opens something, and in no other", () => {
    const spec = { podSelector: {}, ingress: [{}] };
    const graph = networkGraph([...closed, policy("n", "q", spec, " "), policy("n", "p", spec)]);
    expect(graph.unexplained).to.deep.equal(["n/q"]);
  });
});
