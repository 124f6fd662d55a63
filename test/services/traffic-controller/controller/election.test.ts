import { expect } from "chai";
import {
  Election,
  type LeaseRecord,
  type LeaseStep,
  shippedElection,
} from "../../../../services/traffic-controller/controller/election";

const lease = (fields: Partial<LeaseRecord> = {}): LeaseRecord => ({
  resourceVersion: "7",
  holder: "other",
  durationSeconds: 6,
  acquiredAtMs: 0,
  renewedAtMs: 0,
  transitions: 3,
  ...fields,
});

/** A replica that leads since 10,000 by its clock. */
function leader(): Election {
  const election = new Election("me", shippedElection);
  election.observed(undefined, 10_000);
  write(election, election.step(10_000), 10_100);
  return election;
}

function write(election: Election, step: LeaseStep, nowMs: number): void {
  if (step.do === "nothing") throw new Error("There is nothing to write.");
  election.written({ ...step.record, resourceVersion: "1" }, nowMs);
}

describe("a replica's part in the election", () => {
  it("creates the lease where there is none", () => {
    const election = new Election("me", shippedElection);
    expect(election.step(9_000)).to.deep.equal({ do: "nothing" });
    election.observed(undefined, 10_000);
    expect(election.step(10_000)).to.deep.equal({
      do: "create",
      record: {
        holder: "me",
        durationSeconds: 6,
        acquiredAtMs: 10_000,
        renewedAtMs: 10_000,
        transitions: 0,
      },
    });
    expect(election.isLeading(10_000)).to.equal(false);
  });

  it("takes a lease that has not changed for as long as it lasts, by its own clock", () => {
    const election = new Election("me", shippedElection);
    const foreign = lease({ renewedAtMs: 5e12 });
    election.observed(foreign, 10_000);
    expect(election.step(15_999).do).to.equal("nothing");
    election.observed(foreign, 15_999);
    expect(election.step(16_000)).to.deep.equal({
      do: "acquire",
      record: {
        resourceVersion: "7",
        holder: "me",
        durationSeconds: 6,
        acquiredAtMs: 16_000,
        renewedAtMs: 16_000,
        transitions: 4,
      },
    });
  });

  it("waits anew whenever the holder has renewed it, and as long as the holder may count on it", () => {
    const election = new Election("me", shippedElection);
    election.observed(lease({ durationSeconds: 10 }), 10_000);
    election.observed(lease({ durationSeconds: 10, renewedAtMs: 1 }), 14_000);
    expect(election.step(23_999).do).to.equal("nothing");
    expect(election.step(24_000).do).to.equal("acquire");
  });

  it("does not begin to wait anew when its own try has failed", () => {
    const election = new Election("me", shippedElection);
    election.observed(lease(), 10_000);
    expect(election.step(16_000).do).to.equal("acquire");
    election.failed("retryable", 16_100);
    expect(election.step(16_700).do).to.equal("nothing");
    election.observed(lease(), 16_700);
    expect(election.step(16_700).do).to.equal("acquire");
  });

  it("takes a lease that was released at once", () => {
    const election = new Election("me", shippedElection);
    election.observed(lease({ holder: "" }), 10_000);
    expect(election.step(10_000).do).to.equal("acquire");
  });

  it("leads from when the answer is there, for 4 s since it was asked", () => {
    const election = leader();
    expect(election.isLeading(10_100)).to.equal(true);
    expect(election.isLeading(13_999)).to.equal(true);
    expect(election.isLeading(14_000)).to.equal(false);
    expect(election.holder).to.equal("me");
  });

  it("renews every 2 s, and keeps the term", () => {
    const election = leader();
    expect(election.step(11_999).do).to.equal("nothing");
    const step = election.step(12_000);
    expect(step).to.deep.equal({
      do: "renew",
      record: {
        resourceVersion: "1",
        holder: "me",
        durationSeconds: 6,
        acquiredAtMs: 10_000,
        renewedAtMs: 12_000,
        transitions: 0,
      },
    });
    expect(election.step(12_001).do).to.equal("nothing");
    write(election, step, 12_500);
    expect(election.isLeading(15_999)).to.equal(true);
    expect(election.isLeading(16_000)).to.equal(false);
  });

  it("stops leading as soon as it sees another holder", () => {
    const election = leader();
    election.observed(lease(), 10_500);
    expect(election.isLeading(10_500)).to.equal(false);
  });

  it("does not lead by a lease in its name that it has not renewed itself", () => {
    const election = new Election("me", shippedElection);
    election.observed(lease({ holder: "me" }), 10_000);
    expect(election.isLeading(10_000)).to.equal(false);
    write(election, election.step(10_000), 10_010);
    expect(election.isLeading(10_010)).to.equal(true);
  });

  it("reads the lease again after a failure, at once after a conflict", () => {
    const election = new Election("me", shippedElection);
    election.observed(undefined, 10_000);
    election.step(10_000);
    election.failed("conflict", 10_010);
    expect(election.step(10_020).do).to.equal("nothing");
    election.observed(lease({ holder: "" }), 10_030);
    expect(election.step(10_030).do).to.equal("acquire");
    election.failed("retryable", 10_040);
    election.observed(lease({ holder: "" }), 10_050);
    expect(election.step(10_539).do).to.equal("nothing");
    expect(election.step(10_540).do).to.equal("acquire");
  });

  it("does not lead after a step back of its clock, before it has renewed again", () => {
    const election = leader();
    election.observed(lease({ holder: "me" }), 10_050);
    expect(election.isLeading(10_060)).to.equal(false);
    write(election, election.step(10_060), 10_070);
    expect(election.isLeading(10_070)).to.equal(true);
  });

  it("leads never again once it has resigned, and hands the lease back", () => {
    const election = leader();
    expect(election.resign(11_000)).to.deep.equal({
      do: "release",
      record: {
        resourceVersion: "1",
        holder: "",
        durationSeconds: 1,
        acquiredAtMs: 10_000,
        renewedAtMs: 11_000,
        transitions: 0,
      },
    });
    expect(election.isLeading(11_000)).to.equal(false);
    election.written(lease({ holder: "" }), 11_010);
    expect(election.isLeading(11_010)).to.equal(false);
    expect(election.step(20_000).do).to.equal("nothing");
  });

  it("has nothing to hand back where another one holds the lease", () => {
    const election = new Election("me", shippedElection);
    election.observed(lease(), 10_000);
    expect(election.resign(11_000)).to.deep.equal({ do: "nothing" });
  });
});
