import { expect } from "chai";
import { FakeClusters, regions } from "./fake-clusters";

const WHY = ["--reason", "new kernel", "--author", "pia"];

describe("nephoran traffic, giving orders", () => {
  let clusters: FakeClusters;
  beforeEach(() => (clusters = new FakeClusters()));

  it("tells every cluster, says how to undo it, and what no override reaches", async () => {
    const { printed, error, exitCode } = await clusters.traffic(["exclude", "eu-west-1", ...WHY]);
    expect({ error, exitCode }).to.deep.equal({ error: undefined, exitCode: undefined });
    expect(printed).to.deep.equal([
      "exclude eu-west-1 for 1 h, until 2030-01-31T13:00:00.000Z",
      "  reason: new kernel",
      "  author: pia (as you say)",
      "  What is bound to the residency zone eu still goes there: no override reaches that.",
      "",
      "CLUSTER         OVERRIDES",
      "us-east-1       written",
      "eu-west-1       written",
      "ap-southeast-1  written",
      "us-west-2       written",
      "",
      "To undo it: nephoran traffic lift exclude-eu-west-1",
    ]);
    for (const region of regions) {
      expect(clusters.list(region)).to.deep.equal([
        {
          id: "exclude-eu-west-1",
          kind: "exclude",
          region: "eu-west-1",
          reason: "new kernel",
          author: "pia",
          expiresAt: "2030-01-31T13:00:00.000Z",
        },
      ]);
    }
  });

  it("reads the author from git, and the time from --for", async () => {
    await clusters.traffic(["freeze", "--reason", "release", "--for", "90m"]);
    expect(clusters.list("us-west-2")).to.deep.equal([
      {
        id: "freeze",
        kind: "freeze",
        reason: "release",
        author: "pia@example.com",
        expiresAt: "2030-01-31T13:30:00.000Z",
      },
    ]);
  });

  it("pins an entry to a row, in which who is left out gets nothing", async () => {
    await clusters.traffic(["pin", "us-east-1", "us-east-1=60", "us-west-2=40", ...WHY]);
    expect(clusters.list("eu-west-1")[0]).to.deep.include({
      id: "pin-us-east-1",
      entry: "us-east-1",
      weights: { "ap-southeast-1": 0, "eu-west-1": 0, "us-east-1": 60, "us-west-2": 40 },
    });
  });

  it("goes on with the same order instead of giving it twice", async () => {
    await clusters.traffic(["drain", "us-west-2", ...WHY]);
    clusters.nowMs += 1_800_000;
    await clusters.traffic(["drain", "us-west-2", ...WHY]);
    expect(clusters.list("us-east-1").map(({ id, expiresAt }) => [id, expiresAt])).to.deep.equal([
      ["drain-us-west-2", "2030-01-31T13:30:00.000Z"],
    ]);
  });

  it("keeps what others have ordered, drops what has ended, and leaves the rest of the object", async () => {
    const common = { reason: "r", author: "a" };
    const text = JSON.stringify({
      overrides: [
        { id: "old", kind: "freeze", ...common, expiresAt: "2030-01-31T11:59:59Z" },
        { id: "theirs", kind: "freeze", ...common, expiresAt: "2030-01-31T12:00:01Z" },
      ],
    });
    clusters.put("us-east-1", text, {
      metadata: { labels: { team: "edge" } },
      data: { note: "hi" },
    });
    await clusters.traffic(["drain", "us-west-2", ...WHY]);
    expect(clusters.ids("us-east-1")).to.deep.equal(["drain-us-west-2", "theirs"]);
    const object = clusters.maps.get("us-east-1");
    expect(object?.metadata["labels"]).to.deep.equal({ team: "edge" });
    expect(object?.data?.["note"]).to.equal("hi");
  });

  it("names the clusters that it did not reach, and the same again finishes it", async () => {
    clusters.dead.add("ap-southeast-1");
    const first = await clusters.traffic(["exclude", "ap-southeast-1", ...WHY]);
    expect(first.exitCode).to.equal(1);
    expect(first.printed.slice(-5)).to.deep.equal([
      "eu-west-1       written",
      "ap-southeast-1  failed: Unable to connect to the server: i/o timeout",
      "us-west-2       written",
      "",
      "Not done in ap-southeast-1. Run the same again to finish it there; where it is done, it stays done.",
    ]);
    clusters.dead.clear();
    const second = await clusters.traffic(["exclude", "ap-southeast-1", ...WHY]);
    expect(second.exitCode).to.equal(undefined);
    for (const region of regions) {
      expect(clusters.ids(region)).to.deep.equal(["exclude-ap-southeast-1"]);
    }
  });

  it("writes anew where somebody else was faster, and loses nothing of theirs", async () => {
    let writes = 0;
    clusters.beforeWrite = (region) => {
      if (region !== "eu-west-1" || (writes += 1) > 2) return;
      const common = { reason: "r", author: "a", expiresAt: "2030-02-01T00:00:00Z" };
      const overrides = Array.from({ length: writes }, (_, n) => ({
        id: `theirs-${n}`,
        kind: "freeze",
        ...common,
      }));
      clusters.put(region, JSON.stringify({ overrides }));
    };
    const { exitCode } = await clusters.traffic(["drain", "us-west-2", ...WHY]);
    expect(exitCode).to.equal(undefined);
    expect(writes).to.equal(3);
    expect(clusters.ids("eu-west-1")).to.deep.equal(["drain-us-west-2", "theirs-0", "theirs-1"]);
  });

  it("gives up where somebody else is always faster", async () => {
    clusters.beforeWrite = (region) => {
      if (region === "eu-west-1") clusters.put(region, '{"overrides":[]}');
    };
    const { exitCode, printed } = await clusters.traffic(["freeze", ...WHY]);
    expect(exitCode).to.equal(1);
    expect(printed.join("\n")).to.include("eu-west-1       failed: Error from server (Conflict)");
    expect(clusters.ids("us-east-1")).to.deep.equal(["freeze"]);
  });

  it("asks before it moves traffic, and takes anything but yes for no", async () => {
    const no = await clusters.traffic(["drain", "us-west-2", ...WHY], () => false);
    expect(no.printed.at(-1)).to.equal("Nothing was changed.");
    expect(clusters.maps.size).to.equal(0);
    let asked = 0;
    const yes = () => (asked += 1) > 0;
    await clusters.traffic(["drain", "us-west-2", ...WHY], yes);
    await clusters.traffic(["pin", "us-west-2", "us-west-2=100", ...WHY], yes);
    await clusters.traffic(["exclude", "us-west-2", ...WHY], yes);
    expect(asked).to.equal(3);
    await clusters.traffic(["freeze", ...WHY], yes);
    await clusters.traffic(["exclude", "us-west-2", "--yes", ...WHY], yes);
    expect(asked).to.equal(3);
  });

  it("changes nothing in a dry run, for which every cluster is asked all the same", async () => {
    const { printed } = await clusters.traffic(["exclude", "us-west-2", "--dry-run", ...WHY]);
    expect(clusters.maps.size).to.equal(0);
    expect(printed).to.include("us-west-2       would be written");
    expect(printed.at(-1)).to.equal("Nothing was changed.");
    expect(clusters.calls.filter((call) => call.includes("--dry-run=server"))).to.have.length(4);
  });

  it("refuses to take out the last region", async () => {
    for (const region of regions.slice(1)) await clusters.traffic(["drain", region, ...WHY]);
    const { error } = await clusters.traffic(["exclude", "us-east-1", ...WHY]);
    expect(error).to.equal(
      "Nothing was changed: in us-east-1 all other regions are drained or excluded already. Lift one of " +
        "them first; `nephoran traffic status` lists them.",
    );
    expect(clusters.ids("us-east-1")).to.not.include("exclude-us-east-1");
  });

  it("does not write over a list that it does not understand", async () => {
    clusters.put("eu-west-1", "{oops");
    const { exitCode, printed } = await clusters.traffic(["freeze", ...WHY]);
    expect(exitCode).to.equal(1);
    expect(printed.join("\n")).to.match(
      /eu-west-1 +failed: its list is invalid: overrides.json is no JSON/,
    );
    await clusters.traffic(["lift", "--all"]);
    expect(clusters.list("eu-west-1")).to.deep.equal([]);
  });

  it("says the outcome as one JSON object", async () => {
    clusters.dead.add("us-east-1");
    const { printed } = await clusters.traffic(["freeze", "--json", ...WHY]);
    expect(printed.map((line) => JSON.parse(line) as unknown)).to.deep.equal([
      {
        id: "freeze",
        dryRun: false,
        clusters: [
          {
            region: "us-east-1",
            result: "failed",
            why: "Unable to connect to the server: i/o timeout",
          },
          ...regions.slice(1).map((region) => ({ region, result: "written" })),
        ],
      },
    ]);
  });

  it("refuses what is no order before it touches a cluster", async () => {
    const wrong: [string[], RegExp][] = [
      [["drain", "mars", ...WHY], /^There is no region mars\. The topology has us-east-1, /],
      [
        ["pin", "us-east-1", "us-east-1=60", ...WHY],
        /^The shares sum to 60; they have to sum to 100\.$/,
      ],
      [
        ["pin", "us-east-1", "us-east-1", ...WHY],
        /^us-east-1 is no share; REGION=PERCENT is wanted/,
      ],
      [
        ["pin", "us-east-1", "us-east-1=50", "us-east-1=50", ...WHY],
        /^us-east-1 is there twice\.$/,
      ],
      [
        ["freeze", "--reason", " ", "--author", "a"],
        /^--reason cannot be this: 1 to 300 characters/,
      ],
      [["freeze", "--reason", "a\nb", "--author", "a"], /^--reason cannot be this/],
      [["lift"], /^Either the id of an override is wanted, or --all\.$/],
      [["lift", "freeze", "--all"], /^Either the id of an override is wanted, or --all\.$/],
    ];
    for (const [words, said] of wrong) expect((await clusters.traffic(words)).error).to.match(said);
    expect(clusters.calls).to.deep.equal([]);
  });
});
