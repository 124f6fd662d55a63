import { expect } from "chai";
import type { Manifest } from "../../render/manifest";
import { a, b, closed, deployment, edges, into, out, pods, policy, summary } from "./samples";

describe("the network graph of whoever is not rendered", () => {
  const dns = (at: string): Manifest =>
    policy(at, "dns", {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [
            {
              namespaceSelector: {
                matchLabels: { "kubernetes.io/metadata.name": "kube-system" },
              },
              podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
            },
          ],
          ports: [{ port: 53, protocol: "UDP" }, { port: "metrics" }],
        },
      ],
    });

  it("needs one side only, has names for its ports, and is told once for a whole namespace", () => {
    expect(edges(...closed, a, dns("n"))).to.deep.equal([
      "n/* > kube-system/kube-dns 53/UDP, metrics/TCP",
      "n/a > kube-system/kube-dns 53/UDP, metrics/TCP",
    ]);
    expect(summary(...closed, a, dns("n"))).to.deep.equal([
      "n/* > kube-system/kube-dns 53/UDP, metrics/TCP",
    ]);
  });

  it("tells of a workload what a policy of its own opens, though its namespace may as well", () => {
    const [kubeDns] = (dns("n")["spec"] as { egress: { to: object[] }[] }).egress;
    const own = out("a", kubeDns?.to ?? [], [{ port: 53, protocol: "UDP" }]);
    expect(summary(...closed, a, dns("n"), own)).to.deep.equal([
      "n/* > kube-system/kube-dns 53/UDP, metrics/TCP",
      "n/a > kube-system/kube-dns 53/UDP",
    ]);
  });

  it("tells pods by their labels, at either end", () => {
    const api = policy("n", "api", {
      podSelector: { matchLabels: { "needs-api": "true" } },
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "10.0.0.1/32" } }], ports: [{ port: 443 }] }],
    });
    const gateway = into("a", [
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "mesh" } },
        podSelector: { matchLabels: { app: "gateway" } },
      },
    ]);
    expect(edges(...closed, a, api, gateway)).to.deep.equal([
      "mesh/[app=gateway] > n/a any",
      "n/[needs-api=true] > 10.0.0.1/32 443/TCP",
    ]);
    const asking = deployment("n", "a", { app: "a", "needs-api": "true" });
    expect(edges(...closed, asking, api)).to.deep.equal(["n/a > 10.0.0.1/32 443/TCP"]);
  });

  it("does not hide behind a rendered namesake, in another namespace or beside it in a list", () => {
    const anyNamespace = into("b", [{ namespaceSelector: {}, ...pods("a") }]);
    expect(edges(...closed, a, b, anyNamespace)).to.deep.equal(["*/[app=a] > n/b any"]);
    const listed = into("b", [
      { podSelector: { matchExpressions: [{ key: "app", operator: "In", values: ["a", "z"] }] } },
    ]);
    expect(edges(...closed, a, b, listed)).to.deep.equal(["n/[app=z] > n/b any"]);
  });

  it("has no name that a workload of the region could have", () => {
    const foreign = { podSelector: { matchLabels: { "k8s-app": "a" } } };
    expect(edges(...closed, a, b, into("b", [foreign]))).to.deep.equal(["n/[k8s-app=a] > n/b any"]);
  });

  it("knows no pod behind an address", () => {
    const ipBlock = { cidr: "0.0.0.0/0" };
    expect(edges(...closed, a, b, out("a", [{ ipBlock }]), into("b", [pods("a")]))).to.deep.equal([
      "n/a > 0.0.0.0/0 any",
    ]);
  });

  it("keeps a connection of its own beside what a whole namespace may do", () => {
    const rules = [out("a", [pods("b")]), into("b", [{ podSelector: {} }])];
    expect(summary(...closed, a, b, ...rules)).to.deep.equal(["n/* > n/b any", "n/a > n/b any"]);
  });
});
