import { expect } from "chai";
import fc from "fast-check";
import {
  compareVersions,
  findVersion,
  isWithin,
  rangeText,
  type Version,
} from "../../../sandbox/toolchain/version";

describe("a version", () => {
  const outputs: [string, Version][] = [
    ["etcd Version: 3.7.3\nGit SHA: Not provided\nGo Version: go1.26.8\n", [3, 7, 3]],
    ["Client Version: v1.37.2\nKustomize Version: v5.8.1\n", [1, 37, 2]],
    ["Client Version: v1.32.4-dispatcher", [1, 32, 4]],
    ["Kubernetes v1.37.2", [1, 37, 2]],
    ["kwok version v0.8.0 go1.26.8 (linux/amd64)", [0, 8, 0]],
    ["v3.215.0", [3, 215, 0]],
    ["kube-score version: 1.20.0, commit: none, built: unknown", [1, 20, 0]],
    ["go1.26 linux/amd64", [1, 26, 0]],
    ['client version: version.BuildInfo{Version:"1.31.0", GitRevision:"eed52eb"}', [1, 31, 0]],
    ['version.BuildInfo{Version:"v4.2.0", GoVersion:"go1.26.8"}', [4, 2, 0]],
    ["envoy  version: 9e5580933739775e8bce69/1.40.0/Clean/RELEASE/BoringSSL", [1, 40, 0]],
  ];
  for (const [output, version] of outputs) {
    it(`is read from ${JSON.stringify(output.split("\n")[0])}`, () => {
      expect(findVersion(output)).to.deep.equal(version);
    });
  }

  it("is not found where a program tells none", () => {
    expect(findVersion("development")).to.equal(undefined);
  });

  it("is within a range from its first release on and before its end", () => {
    const range = { atLeast: "1.37.0", below: "1.38.0" };
    expect(isWithin([1, 36, 9], range)).to.equal(false);
    expect(isWithin([1, 37, 0], range)).to.equal(true);
    expect(isWithin([1, 37, 12], range)).to.equal(true);
    expect(isWithin([1, 38, 0], range)).to.equal(false);
  });

  it("is within a range without end however late it is", () => {
    expect(isWithin([99, 0, 0], { atLeast: "3.5.13" })).to.equal(true);
    expect(isWithin([3, 4, 30], { atLeast: "3.5.13" })).to.equal(false);
  });

  it("is ordered by its numbers, not its digits", () => {
    const part = fc.nat(500);
    fc.assert(
      fc.property(fc.tuple(part, part, part), fc.tuple(part, part, part), (a, b) => {
        const weight = (v: Version) => v[0] * 1_000_000 + v[1] * 1_000 + v[2];
        expect(Math.sign(compareVersions(a, b))).to.equal(Math.sign(weight(a) - weight(b)));
      }),
    );
  });

  it("range is told with both of its ends", () => {
    expect(rangeText({ atLeast: "3.5.13" })).to.equal("3.5.13 or later");
    expect(rangeText({ atLeast: "1.37.0", below: "1.38.0" })).to.equal(
      "1.37.0 or later, below 1.38.0",
    );
  });
});
