import { expect } from "chai";
import fc from "fast-check";
import { audit, residencyChecks } from "../../../state/residency-audit";
import type { ResidencyCheck } from "../../../state/residency/check";
import { globalChecks } from "../../../state/residency/placement-checks";
import { judged, violations } from "./judged";
import { allRegions, compliant, eu, recordedStore } from "./recorded";

const first = (name: string): object => compliant[name]?.[0] ?? {};

describe("the audit of residency", () => {
  it("finds nothing wrong where everything is as promised", async () => {
    const findings = await audit(residencyChecks(eu), recordedStore());
    expect(findings.filter(({ conforms }) => !conforms)).to.deep.equal([]);
    expect([...new Set(findings.map(({ check }) => check))].sort()).to.deep.equal(
      Object.keys(compliant).sort(),
    );
  });

  it("asks only what changes nothing", async () => {
    const store = recordedStore();
    await audit(
      [...globalChecks({ database: "nephoran", regions: allRegions }), ...residencyChecks(eu)],
      store,
    );
    expect(store.asked).to.have.length.greaterThan(12);
    for (const sql of store.asked) {
      expect(sql).to.match(/^(SELECT|SHOW) /);
      expect(sql).to.not.match(/;|\b(INSERT|UPDATE|DELETE|ALTER|DROP|CREATE (?!TABLE))\b/);
    }
  });

  const violated: readonly (readonly [string, string, readonly object[], string])[] = [
    [
      "another region",
      "regions",
      [{ regions: ["eu-west-1", "us-east-1"], primary_region: "eu-west-1" }],
      "database nephoran_eu: regions eu-west-1, primary eu-west-1 / " +
        "regions eu-west-1, us-east-1, primary eu-west-1",
    ],
    [
      "no regions",
      "regions",
      [{ regions: null, primary_region: null }],
      "database nephoran_eu: regions eu-west-1, primary eu-west-1 / regions none, primary none",
    ],
    [
      "no database",
      "regions",
      [],
      "database nephoran_eu: regions eu-west-1, primary eu-west-1 / no such database",
    ],
    [
      "survival of a region",
      "survival",
      [{ survival_goal: "region" }],
      "database nephoran_eu: survival goal zone / survival goal region",
    ],
    [
      "a table at home elsewhere",
      "placement",
      [{ table_name: "intents", locality: 'REGIONAL BY TABLE IN "us-east-1"' }],
      'table nephoran_eu.intents: a locality within eu-west-1 / REGIONAL BY TABLE IN "us-east-1"',
    ],
    [
      "a table without a locality",
      "placement",
      [{ table_name: "intents", locality: null }],
      "table nephoran_eu.intents: a locality within eu-west-1 / no locality",
    ],
    [
      "a zone configuration that names another region",
      "zone configurations",
      [
        ...(compliant["zone configurations"] ?? []),
        {
          target: "TABLE nephoran_eu.public.intents",
          raw_config_sql: "… constraints = '{+region=eu-west-1: 2, +region=us-east-1: 1}'",
        },
      ],
      "TABLE nephoran_eu.public.intents: every replica bound to eu-west-1 / names us-east-1",
    ],
    [
      "a zone configuration with replicas that may go anywhere",
      "zone configurations",
      [
        {
          target: "DATABASE nephoran_eu",
          raw_config_sql:
            "… num_replicas = 5, num_voters = 3, constraints = '{+region=eu-west-1: 1}', " +
            "voter_constraints = '[+region=eu-west-1]'",
        },
      ],
      "DATABASE nephoran_eu: every replica bound to eu-west-1 / 2 replicas are bound to no region",
    ],
    [
      "no zone configuration",
      "zone configurations",
      [],
      "DATABASE nephoran_eu: a zone configuration that keeps every replica in eu-west-1 / " +
        "none of its own: replicas go anywhere",
    ],
    [
      "a leaseholder outside",
      "replicas",
      [{ ...first("replicas"), lease_holder_locality: "region=us-west-2,zone=us-west-2a" }],
      "range 71 of nephoran_eu: leaseholder and all replicas in eu-west-1 / in us-west-2",
    ],
    [
      "a replica outside",
      "replicas",
      [{ ...first("replicas"), replica_localities: ["region=eu-west-1", "region=us-east-1"] }],
      "range 71 of nephoran_eu: leaseholder and all replicas in eu-west-1 / in us-east-1",
    ],
    [
      "a node that says no region",
      "replicas",
      [{ ...first("replicas"), replica_localities: ["zone=eu-west-1a"] }],
      "range 71 of nephoran_eu: leaseholder and all replicas in eu-west-1 / in no region",
    ],
    [
      "a region whose name only begins alike",
      "replicas",
      [{ ...first("replicas"), lease_holder_locality: "region=eu-west-10" }],
      "range 71 of nephoran_eu: leaseholder and all replicas in eu-west-1 / in eu-west-10",
    ],
    [
      "no ranges",
      "replicas",
      [],
      "ranges of nephoran_eu: leaseholder and all replicas in eu-west-1 / no ranges",
    ],
    [
      "a split key with a name in it",
      "split keys",
      [{ ...first("split keys"), end_key: '/Table/106/3/"erika@example.org"' }],
      "range 71 of nephoran_eu: ids, regions, fixed words and times alone / 1 value of another kind",
    ],
    [
      "an index on what may be personal",
      "keys",
      [{ table_name: "intents", index_name: "by_name", column_name: "name" }],
      "index nephoran_eu.intents@by_name: columns of id, updated_at / name",
    ],
    [
      "an index of a table that nobody knows",
      "keys",
      [{ table_name: "people", index_name: "people_pkey", column_name: "id" }],
      "index nephoran_eu.people@people_pkey: no such table / id",
    ],
    ["no indexes", "keys", [], "database nephoran_eu: some indexes / no indexes"],
    [
      "a histogram",
      "histograms",
      [{ ...first("histograms"), histograms: "2" }],
      "table nephoran_eu.intents: automatic statistics off, 0 histograms / " +
        "automatic statistics off, 2 histograms",
    ],
    [
      "statistics that are collected",
      "histograms",
      [{ create_statement: "CREATE TABLE public.intents (…)", histograms: "0" }],
      "table nephoran_eu.intents: automatic statistics off, 0 histograms / " +
        "automatic statistics on, 0 histograms",
    ],
    [
      "rights of somebody else",
      "rights",
      [...(compliant["rights"] ?? []), { grantee: "public" }],
      "database nephoran_eu: rights for admin, root, nephoran_eu_sync alone / rights for public",
    ],
  ];
  for (const [what, name, rows, said] of violated) {
    it(`finds ${what}, and says it in words`, () => {
      expect(violations(name, rows)).to.deep.equal([said]);
    });
  }

  it("does not print a value that a split key carries out of the zone", () => {
    const rows = [{ ...first("split keys"), start_key: '/Table/106/3/"erika@example.org"' }];
    expect(JSON.stringify(judged("split keys", rows))).to.not.include("erika");
  });

  it("stops at a question that cannot be asked, and says nothing of the rest", async () => {
    const store = { rows: () => Promise.reject(new Error("permission denied")) };
    const error = await audit(residencyChecks(eu), store).catch((caught: unknown) => caught);
    expect(String(error)).to.equal(
      'AuditError: The check "regions" could not be made, so nothing is said: permission denied',
    );
  });

  it("does not take rows of another shape for an answer", async () => {
    for (const name of Object.keys(compliant)) {
      const store = recordedStore({ [name]: [{ another: 1 }] });
      const error = await audit(residencyChecks(eu), store).catch((caught: unknown) => caught);
      expect(String(error), name).to.include(`The check "${name}" could not be made`);
    }
  });

  it("holds the database of all regions to its regions and its survival goal", () => {
    const [regions, survival] = globalChecks({ database: "nephoran", regions: allRegions }) as [
      ResidencyCheck,
      ResidencyCheck,
    ];
    const answer = { regions: [...allRegions].reverse(), primary_region: "us-east-1" };
    expect(regions.judge([answer]).map(({ conforms }) => conforms)).to.deep.equal([true]);
    expect(regions.judge([{ ...answer, primary_region: "us-west-2" }])[0]?.conforms).to.equal(
      false,
    );
    expect(survival.judge([{ survival_goal: "region" }])[0]?.conforms).to.equal(true);
    expect(survival.judge([{ survival_goal: "zone" }])[0]?.conforms).to.equal(false);
    const [, ofTwo] = globalChecks({ database: "nephoran", regions: allRegions.slice(0, 2) });
    expect(ofTwo?.judge([{ survival_goal: "zone" }])[0]?.conforms).to.equal(true);
  });

  it("calls replicas good exactly if every one is in a region of the zone", () => {
    const region = fc.constantFrom("eu-west-1", "eu-central-1", "us-east-1", "eu-west-10");
    const zone = { ...eu, regions: ["eu-west-1", "eu-central-1"] };
    fc.assert(
      fc.property(
        fc.array(fc.tuple(region, fc.array(region, { minLength: 1 })), { minLength: 1 }),
        (ranges) => {
          const rows = ranges.map(([lease, replicas], at) => ({
            range_id: String(at),
            lease_holder_locality: `region=${lease},zone=a`,
            replica_localities: replicas.map((one) => `region=${one},zone=b`),
          }));
          const good = ranges.flat(2).every((one) => zone.regions.includes(one));
          expect(judged("replicas", rows, zone).every(({ conforms }) => conforms)).to.equal(good);
        },
      ),
    );
  });

  it("never calls an empty answer good", () => {
    for (const { name } of residencyChecks(eu)) {
      expect(violations(name, []), name).to.have.length.greaterThan(0);
    }
  });
});
