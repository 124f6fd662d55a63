import { expect } from "chai";
import { StandIns } from "./stand-ins";

describe("programs that the operator has installed", () => {
  let standIns: StandIns;
  beforeEach(() => (standIns = new StandIns()));
  afterEach(() => {
    standIns.remove();
  });
  const timers = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

  it("get their input, and their output and exit code are told", async () => {
    await standIns.write("echoes", "cat; echo bad >&2; exit 3");
    const call = { program: "echoes", args: ["one", "two words"], timeoutMs: 10_000 };
    expect(await standIns.run({ ...call, input: "all of it" })).to.deep.equal({
      ended: "exit",
      exitCode: 3,
      output: "all of it",
      errors: "bad\n",
    });
    expect(standIns.calls()).to.deep.equal(["echoes one two words"]);
  });

  it("are absent where the PATH has none, which holds nobody up", async () => {
    await standIns.write("present");
    await standIns.run({ program: "present", args: [], timeoutMs: 600_000 });
    const before = timers();
    const absent = await standIns.run({ program: "nowhere", args: [], timeoutMs: 600_000 });
    expect(absent).to.deep.equal({ ended: "absent" });
    expect(timers()).to.equal(before);
  });

  it("are ended when their time is over", async () => {
    await standIns.write("sleeper", "exec sleep 30");
    const result = await standIns.run({ program: "sleeper", args: [], timeoutMs: 200 });
    expect(result).to.deep.equal({ ended: "timeout" });
  });

  it("may be gone before they have read their input", async () => {
    await standIns.write("quitter", "exit 0");
    const input = "x".repeat(1_000_000);
    const result = await standIns.run({ program: "quitter", args: [], timeoutMs: 10_000, input });
    expect(result).to.have.property("exitCode", 0);
  });
});
