import { expect } from "chai";
import { corefile } from "../../../../sandbox/live/border/corefile";

describe("the configuration of a name server", () => {
  it("answers a region's names, those of the hosts file, and no others", () => {
    const text = corefile({
      hostsFile: "hosts",
      domain: "example.org",
      kubeconfig: "coredns.kubeconfig",
    });
    expect(text.match(/^\S.*\{$/gm)).to.deep.equal([
      "cluster.local in-addr.arpa {",
      "example.org nephoran.local {",
      ". {",
    ]);
    expect(text).to.contain("    kubeconfig coredns.kubeconfig\n");
    expect(text).to.contain("  hosts hosts {\n");
    expect(text).to.match(/^\. \{\n(?: {2}.*\n)* {2}template ANY ANY \{\n {4}rcode NXDOMAIN$/m);
  });

  it("asks no API server where there is no region", () => {
    expect(corefile({ hostsFile: "hosts", domain: "example.org" })).not.to.contain("kubernetes");
  });
});
