import { expect } from "chai";
import { ask } from "../../../sandbox/cluster/health";

const answer = (status: number, body: string) => () => Promise.resolve({ status, body });

describe("asking for health", () => {
  it("is content with 200 alone", async () => {
    expect(await ask("it", answer(200, "ok"))).to.deep.equal({ ready: true });
    expect(await ask("it", answer(204, ""))).to.have.property("ready", false);
  });

  it("names of a long report only the checks that failed", async () => {
    const report = "[+]ping ok\n[-]etcd failed: reason withheld\n[+]log ok\nreadyz check failed\n";
    expect(await ask("it", answer(500, report))).to.deep.equal({
      ready: false,
      why: "it answers 500: [-]etcd failed: reason withheld",
    });
  });

  it("gives a short answer, or the failure to get one, as it is", async () => {
    expect(await ask("it", answer(503, "starting\n"))).to.deep.equal({
      ready: false,
      why: "it answers 503: starting",
    });
    const refused = () => Promise.reject(new Error("connect ECONNREFUSED"));
    expect(await ask("it", refused)).to.deep.equal({
      ready: false,
      why: "it: connect ECONNREFUSED",
    });
  });
});
