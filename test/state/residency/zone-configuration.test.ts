import { expect } from "chai";
import fc from "fast-check";
import { replicaPromise } from "../../../state/residency/zone-configuration";
import { valuesInKey } from "../../../state/residency/range-key";

describe("a zone configuration", () => {
  const cases: readonly (readonly [string, string, readonly string[], number | undefined])[] = [
    ["says nothing of replicas of its own", "gc.ttlseconds = 600", [], undefined],
    ["binds none without constraints", "num_replicas = 3", [], 3],
    ["binds all with a list", "num_replicas = 5, constraints = '[+region=a]'", ["a"], 0],
    [
      "binds as many as a map counts",
      "num_replicas = 5, constraints = '{+region=a: 2, +region=b: 1}'",
      ["a", "b"],
      2,
    ],
    [
      "binds voters and others together",
      "num_replicas = 4, num_voters = 3, constraints = '{+region=a: 1, +region=b: 1}', voter_constraints = '[+region=a]'",
      ["a", "b"],
      0,
    ],
    ["binds nothing by what it forbids", "num_replicas = 3, constraints = '[-region=a]'", [], 3],
    [
      "names regions of lease preferences, too",
      "num_replicas = 3, constraints = '[+region=a]', lease_preferences = '[[+region=b]]'",
      ["a", "b"],
      0,
    ],
  ];
  for (const [what, sql, named, free] of cases) {
    it(what, () => {
      expect(replicaPromise(sql)).to.deep.equal({ named, free });
    });
  }
});

describe("values in a key of a range", () => {
  const regions = ["eu-west-1"];
  const uuidKey = fc
    .uint8Array({ minLength: 16, maxLength: 16 })
    .map((bytes) => [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join(""));

  it("are none for keys of our tables", () => {
    for (const key of [
      "/Table/106",
      "/Table/106/1",
      "…/<TableMin>",
      "…/<IndexMax>",
      "<before:/Table/106>",
      "<after:/Max>",
      "/Max",
      '/Table/106/1/"eu-west-1"/"intents"',
      '/Table/106/1/"@"/"0001-roles.cockroachdb.sql"',
      "/Table/106/2/2026-03-01T12:00:00.123456Z",
    ]) {
      expect(valuesInKey(key, regions), key).to.deep.equal([]);
    }
    fc.assert(
      fc.property(uuidKey, (uuid) => {
        expect(valuesInKey(`/Table/106/1/"${uuid}"`, regions)).to.deep.equal([]);
      }),
    );
  });

  it("are every text that is none of ours, unless it is as long as a UUID", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z@. ]{3,40}$/), (text) => {
        fc.pre(text.length !== 16 && !["intents", "status", "deployments"].includes(text));
        expect(valuesInKey(`/Table/106/3/"${text}"/1`, regions)).to.deep.equal([text]);
      }),
    );
  });

  it("are what stands there without quotes and is no step", () => {
    expect(valuesInKey("/Table/106/3/erika", regions)).to.deep.equal(["/Table/106/3/erika"]);
  });
});
