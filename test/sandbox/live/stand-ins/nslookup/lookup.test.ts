import { expect } from "chai";
import { lookUp, noAnswer } from "../../../../../sandbox/live/stand-ins/nslookup/lookup";
import { readResolverFile } from "../../../../../sandbox/live/stand-ins/nslookup/resolver-file";

const file = readResolverFile(
  "search shop.svc.cluster.local svc.cluster.local cluster.local\n" +
    "nameserver 10.96.0.10\n" +
    "options ndots:5\n",
);

const names = new Map([
  ["eu-west-1.nephoran.local", ["240.240.0.1"]],
  ["prometheus.shop.svc.cluster.local", ["10.96.2.39", "10.96.2.40"]],
]);

const ask = (name: string) => Promise.resolve(names.get(name) ?? []);

describe("nslookup's stand-in", () => {
  it("answers as nslookup does: who was asked, and the name with its address", async () => {
    expect(await lookUp("eu-west-1.nephoran.local", file, ask)).to.deep.equal({
      text:
        "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n" +
        "Name:\teu-west-1.nephoran.local\nAddress: 240.240.0.1\n\n",
      exitCode: 0,
    });
  });

  it("finds what a short name stands for, with all of its addresses", async () => {
    const { text } = await lookUp("prometheus", file, ask);
    expect(text.split("\n").slice(3, 7)).to.deep.equal([
      "Name:\tprometheus.shop.svc.cluster.local",
      "Address: 10.96.2.39",
      "Name:\tprometheus.shop.svc.cluster.local",
      "Address: 10.96.2.40",
    ]);
  });

  it("takes a name that ends with a dot for complete, and fails for one that there is not", async () => {
    expect(await lookUp("prometheus.", file, ask)).to.deep.equal({
      text:
        "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n" +
        "** server can't find prometheus.: NXDOMAIN\n\n",
      exitCode: 1,
    });
  });

  it("says so if no server answers", () => {
    expect(noAnswer(file)).to.deep.equal({
      text: ";; connection timed out; no servers could be reached (10.96.0.10)\n\n",
      exitCode: 1,
    });
  });

  it("needs a server to ask", () => {
    expect(() => readResolverFile("search cluster.local\n")).to.throw(
      "/etc/resolv.conf names no server",
    );
  });
});
