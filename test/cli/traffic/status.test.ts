import { expect } from "chai";
import { duration, inWords } from "../../../cli/traffic/duration";
import { Kubectl } from "../../../cli/traffic/kubectl";
import { shippedStack } from "../../shipped-project";
import { StandIns } from "../stand-ins";
import { FakeClusters } from "./fake-clusters";

const WHY = ["--reason", "new kernel", "--author", "pia"];

describe("nephoran traffic status", () => {
  let clusters: FakeClusters;
  beforeEach(() => (clusters = new FakeClusters()));

  it("shows every entry's row, who leads, and what is ordered", async () => {
    clusters.weights.set("us-east-1", {
      "us-east-1": 60,
      "eu-west-1": 0,
      "ap-southeast-1": 15,
      "us-west-2": 25,
    });
    await clusters.traffic(["drain", "eu-west-1", "--for", "90m", ...WHY]);
    const { printed, exitCode } = await clusters.traffic(["status"]);
    expect(exitCode).to.equal(undefined);
    expect(printed).to.deep.equal([
      "ENTRY           TO us-east-1  TO eu-west-1  TO ap-southeast-1  TO us-west-2  LEADER",
      "us-east-1       60            -             15                 25            traffic-controller-us-east-1",
      "eu-west-1       -             100           -                  -             traffic-controller-eu-west-1",
      "ap-southeast-1  -             -             100                -             traffic-controller-ap-southeast-1",
      "us-west-2       -             -             -                  100           traffic-controller-us-west-2",
      "",
      "ID               ORDER            ENDS IN     AUTHOR  REASON",
      "drain-eu-west-1  drain eu-west-1  1 h 30 min  pia     new kernel",
    ]);
  });

  it("says which clusters do not have what the others have, or cannot be read", async () => {
    clusters.dead.add("us-west-2");
    await clusters.traffic(["freeze", ...WHY]);
    clusters.dead.clear();
    clusters.dead.add("us-east-1");
    clusters.nowMs += 60_000;
    clusters.put("ap-southeast-1", "[]");
    const { printed, exitCode } = await clusters.traffic(["status"]);
    expect(exitCode).to.equal(1);
    expect(printed.slice(-4)).to.deep.equal([
      "us-east-1: weights cannot be read: Unable to connect to the server: i/o timeout",
      "us-east-1: overrides cannot be read: Unable to connect to the server: i/o timeout",
      'ap-southeast-1: its overrides are invalid, and the last valid ones stand: overrides.json has to be an object with the key "overrides" alone, a list of 200 overrides at most.',
      "freeze is not in us-west-2; give it again, or lift it",
    ]);
    expect(printed[1]).to.match(/^us-east-1 +\? +\? +\? +\? +-$/);
  });

  it("says which clusters have another override by the same name", async () => {
    await clusters.traffic(["freeze", ...WHY]);
    const text = clusters.maps.get("us-east-1")?.data?.["overrides.json"] ?? "";
    clusters.put("us-west-2", text.replace("new kernel", "old kernel"));
    const { printed } = await clusters.traffic(["status"]);
    expect(printed.at(-1)).to.equal(
      "freeze is another one in us-west-2; give it again, or lift it",
    );
  });

  it("does not count what has ended", async () => {
    await clusters.traffic(["freeze", "--for", "30m", ...WHY]);
    clusters.nowMs += 1_800_000;
    const { printed, exitCode } = await clusters.traffic(["status"]);
    expect(exitCode).to.equal(undefined);
    expect(printed.at(-1)).to.equal("No overrides.");
  });

  it("says the same as one JSON object", async () => {
    await clusters.traffic(["exclude", "us-west-2", ...WHY]);
    const { printed } = await clusters.traffic(["status", "--json"]);
    expect(printed).to.have.length(1);
    const status = JSON.parse(printed[0] ?? "") as Record<string, unknown[]>;
    expect(status["entries"]?.[3]).to.deep.equal({
      entry: "us-west-2",
      weights: { "us-east-1": 0, "eu-west-1": 0, "ap-southeast-1": 0, "us-west-2": 100 },
      leader: "traffic-controller-us-west-2",
    });
    expect(status["overrides"]).to.deep.equal([
      {
        id: "exclude-us-west-2",
        kind: "exclude",
        region: "us-west-2",
        reason: "new kernel",
        author: "pia",
        expiresAt: "2030-01-31T13:00:00.000Z",
        regions: ["us-east-1", "eu-west-1", "ap-southeast-1", "us-west-2"],
        missingIn: [],
        differsIn: [],
      },
    ]);
    expect(status["troubles"]).to.deep.equal([]);
  });
});

describe("how long an override stands", () => {
  it("is minutes, hours or days, up to a week", () => {
    expect(["1m", "90m", "1h", "2d", "7d", "168h"].map(duration)).to.deep.equal([
      60_000, 5_400_000, 3_600_000, 172_800_000, 604_800_000, 604_800_000,
    ]);
    for (const text of ["", "0m", "1", "1s", "8d", "169h", "-1h", "1.5h", "1h "]) {
      expect(() => duration(text), text).to.throw("Minutes, hours or days are wanted");
    }
  });

  it("is said in the two largest units", () => {
    const told = [0, 60_000, 3_600_000, 5_400_000, 90_000_000, 172_800_000].map(inWords);
    expect(told).to.deep.equal(["0 min", "1 min", "1 h", "1 h 30 min", "1 d 1 h", "2 d"]);
  });
});

describe("kubectl of a region", () => {
  let standIns: StandIns;
  beforeEach(() => (standIns = new StandIns()));
  afterEach(() => {
    standIns.remove();
  });
  const stack = shippedStack("eu-west-1");

  it("is called with the context and the kubeconfig of the stack, and bounded", async () => {
    await standIns.write("kubectl", "cat");
    const cluster = { context: "lab", kubeconfig: "/etc/kube" };
    const answer = await new Kubectl({ ...stack, cluster }, standIns.run).call(["create"], {
      a: 1,
    });
    expect(answer).to.deep.equal({ ok: true, output: '{"a":1}' });
    expect(standIns.calls()).to.deep.equal([
      "kubectl --kubeconfig=/etc/kube --context=lab --request-timeout=10s create",
    ]);
  });

  it("is wanted where it is missing", async () => {
    const error = await new Kubectl(stack, standIns.run).call(["get"]).catch(String);
    expect(error).to.match(/^OperatorError: kubectl is not on the PATH\. Install it/);
  });

  it("says the reason of the API server, below what kubectl logs on the way", async () => {
    await standIns.write(
      "kubectl",
      `echo 'Error from server (Forbidden): configmaps is forbidden' >&2
       echo 'E0131 12:00:00.000000 1 memcache.go:265] "Unhandled Error"' >&2; exit 1`,
    );
    expect(await new Kubectl(stack, standIns.run).call(["get"])).to.deep.equal({
      ok: false,
      reason: "Forbidden",
      message: "Error from server (Forbidden): configmaps is forbidden",
    });
  });
});
