import { expect } from "chai";
import type { Manifest } from "../../render/manifest";
import {
  a,
  app,
  b,
  closed,
  denyAll,
  deployment,
  edges,
  into,
  namespace,
  out,
  pods,
  policy,
  summary,
} from "./samples";

describe("what NetworkPolicies mean", () => {
  describe("isolation", () => {
    it("does not exist without a policy: pods reach each other, themselves and the world", () => {
      expect(summary(a)).to.deep.equal(["anywhere > n/a any", "n/a > anywhere any"]);
      expect(edges(a, b)).to.include.members(["n/a > n/a any", "n/a > n/b any", "n/b > n/a any"]);
    });

    it("closes only the direction that a policy is for", () => {
      const noIngress = policy("n", "no-ingress", { podSelector: {}, policyTypes: ["Ingress"] });
      expect(edges(namespace("n"), noIngress, a)).to.deep.equal(["n/a > anywhere any"]);
    });

    it("is meant for ingress where no type is given, and for egress if there are rules for it", () => {
      const byDefault = policy("n", "p", { podSelector: {} });
      const withEgress = policy("n", "p", { podSelector: {}, egress: [{ ports: [{ port: 53 }] }] });
      expect(edges(byDefault, a)).to.deep.equal(["n/a > anywhere any"]);
      expect(edges(withEgress, a)).to.include.members(["n/a > anywhere 53/TCP"]);
    });

    it("comes from the policies of a pod's own namespace alone, and for selected pods alone", () => {
      const elsewhere = policy("m", "p", { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
      const other = policy("n", "p", { podSelector: app("b"), policyTypes: ["Ingress", "Egress"] });
      expect(summary(elsewhere, other, a)).to.deep.equal([
        "anywhere > n/a any",
        "n/a > anywhere any",
      ]);
    });

    it("ignores rules of a direction that is not among the types", () => {
      const spec = { podSelector: {}, policyTypes: ["Ingress"], egress: [{ to: [pods("b")] }] };
      expect(edges(policy("n", "p", spec), a)).to.deep.equal(["n/a > anywhere any"]);
    });
  });

  describe("a connection between pods", () => {
    it("needs the source's egress and the target's ingress", () => {
      expect(edges(...closed, a, b, out("a", [pods("b")]), into("b", [pods("a")]))).to.deep.equal([
        "n/a > n/b any",
      ]);
      expect(edges(...closed, a, b, out("a", [pods("b")]))).to.deep.equal([]);
      expect(edges(...closed, a, b, into("b", [pods("a")]))).to.deep.equal([]);
    });

    it("has the union of all rules, in one policy or in several", () => {
      const spec = {
        podSelector: app("a"),
        policyTypes: ["Egress"],
        egress: [
          { to: [pods("b")], ports: [{ port: 80 }] },
          { to: [pods("b")], ports: [{ port: 82 }] },
        ],
      };
      const more = out("a", [pods("b")], [{ port: 81 }]);
      expect(
        edges(...closed, a, b, policy("n", "two", spec), more, into("b", [pods("a")])),
      ).to.deep.equal(["n/a > n/b 80-82/TCP"]);
    });

    it("has the ports on which both ends agree; TCP where no protocol is given", () => {
      const ports = [{ port: 80 }, { port: 53, protocol: "UDP" }];
      const agreed = into("b", [pods("a")], [{ port: 80, protocol: "TCP" }, { port: 54 }]);
      expect(edges(...closed, a, b, out("a", [pods("b")], ports), agreed)).to.deep.equal([
        "n/a > n/b 80/TCP",
      ]);
    });

    it("has a range up to and with endPort, and a whole protocol where only that is given", () => {
      const wide = into("b", [pods("a")], [{ protocol: "TCP" }]);
      const range = out("a", [pods("b")], [{ port: 80, endPort: 89 }]);
      expect(edges(...closed, a, b, range, wide)).to.deep.equal(["n/a > n/b 80-89/TCP"]);
      expect(edges(...closed, a, b, out("a", [pods("b")]), wide)).to.deep.equal([
        "n/a > n/b any/TCP",
      ]);
    });

    it("has a named port by its number at the target, for the protocol that it has there", () => {
      const named = [
        { name: "http", containerPort: 8080 },
        { name: "http", containerPort: 9090, protocol: "UDP" },
      ];
      const target = deployment("n", "b", { app: "b" }, named);
      const source = deployment("n", "a", { app: "a" }, [{ name: "http", containerPort: 1 }]);
      const rules = [
        out("a", [pods("b")], [{ port: "http" }]),
        into("b", [pods("a")], [{ port: "http" }]),
      ];
      expect(edges(...closed, source, target, ...rules)).to.deep.equal(["n/a > n/b 8080/TCP"]);
    });

    it("has a named port of a sidecar, not of what ends before the pod runs", () => {
      const target = (restartPolicy?: string): Manifest => ({
        ...b,
        spec: {
          template: {
            metadata: { labels: { app: "b" } },
            spec: {
              containers: [{ name: "main" }],
              initContainers: [
                { name: "side", restartPolicy, ports: [{ name: "http", containerPort: 7 }] },
              ],
            },
          },
        },
      });
      const rules = [out("a", [pods("b")]), into("b", [pods("a")], [{ port: "http" }])];
      expect(edges(...closed, a, target("Always"), ...rules)).to.deep.equal(["n/a > n/b 7/TCP"]);
      expect(edges(...closed, a, target(), ...rules)).to.deep.equal([]);
    });

    it("can be one among the replicas of a workload", () => {
      expect(edges(...closed, a, out("a", [pods("a")]), into("a", [pods("a")]))).to.deep.equal([
        "n/a > n/a any",
      ]);
    });
  });

  describe("a peer", () => {
    const c = deployment("m", "c");
    const other = [namespace("m", { team: "x" }), denyAll("m"), c];
    const cIn = (from: object): Manifest => into("c", [from], undefined, "m");
    const reaches = (from: object): boolean =>
      edges(...closed, ...other, a, out("a", [{ namespaceSelector: {} }]), cIn(from)).includes(
        "n/a > m/c any",
      );

    it("by pods alone is one of the policy's own namespace", () => {
      expect(reaches(pods("a"))).to.equal(false);
    });

    it("by namespace and pods in one entry has to be both", () => {
      const named = (name: string) => ({
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
      });
      expect(reaches({ ...named("n"), ...pods("a") })).to.equal(true);
      expect(reaches({ ...named("n"), ...pods("b") })).to.equal(false);
      expect(reaches({ ...named("m"), ...pods("a") })).to.equal(false);
      expect(reaches(named("n"))).to.equal(true);
    });

    it("is found by its namespace's own labels", () => {
      const toX = out("a", [{ namespaceSelector: { matchLabels: { team: "x" } } }]);
      const toY = out("a", [{ namespaceSelector: { matchLabels: { team: "y" } } }]);
      expect(edges(...closed, ...other, a, toX, cIn({ namespaceSelector: {} }))).to.include(
        "n/a > m/c any",
      );
      expect(edges(...closed, ...other, a, toY, cIn({ namespaceSelector: {} }))).to.not.include(
        "n/a > m/c any",
      );
    });

    it("is everybody where a rule has none, or where its selectors are empty", () => {
      const anybody = policy("n", "a-in", { podSelector: app("a"), ingress: [{}] });
      expect(summary(...closed, a, anybody)).to.deep.equal(["anywhere > n/a any"]);
      expect(
        summary(...closed, a, into("a", [{ podSelector: {}, namespaceSelector: {} }])),
      ).to.deep.equal(["*/* > n/a any"]);
    });

    it("by expressions is who fulfils all of them", () => {
      const selector = (...matchExpressions: object[]) => ({ podSelector: { matchExpressions } });
      const both = selector(
        { key: "app", operator: "In", values: ["a", "b"] },
        { key: "app", operator: "NotIn", values: ["b"] },
      );
      const sources = [out("a", [pods("b")]), out("b", [pods("b")])];
      expect(edges(...closed, a, b, ...sources, into("b", [both]))).to.deep.equal([
        "n/a > n/b any",
      ]);
    });

    it("outside of the cluster is a block of addresses, without its exceptions", () => {
      const ipBlock = { cidr: "10.0.0.0/8", except: ["10.2.0.0/16", "10.1.0.0/16"] };
      expect(edges(...closed, a, out("a", [{ ipBlock }], [{ port: 443 }]))).to.deep.equal([
        "n/a > 10.0.0.0/8 except 10.1.0.0/16, 10.2.0.0/16 443/TCP",
      ]);
    });
  });
});
