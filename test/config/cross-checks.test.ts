import { expect } from "chai";
import { parseProgramConfig } from "../../config/program-config";
import { SecretText } from "../../config/secret-text";
import { configProblems } from "./config-problems";
import { backup, provider, type Situation } from "./cross-check-case";
import { crossCheckCases } from "./cross-check-cases";
import { topologyWith } from "./home-region";
import { elsewhere } from "./state-cases";

/** Nothing to complain about. */
const compliant: Situation = { settings: { VERSION: "1.4.2" }, region: {} };

/** A situation after a change; `undefined` takes a field away. */
const after = (before: Situation, change: Partial<Situation>): Situation => ({
  settings: { ...before.settings, ...change.settings },
  region: { ...before.region, ...change.region },
});

/** Fields as a file has them: what is undefined is not there. */
const written = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const problemsIn = ({ settings, region }: Situation) =>
  configProblems(() =>
    parseProgramConfig({
      stack: "home",
      topology: topologyWith(written(region)),
      settings: written(settings),
    }),
  );

describe("the checks of a stack file against itself and the topology", () => {
  it("find nothing in a compliant region", () => {
    expect(problemsIn(compliant)).to.deep.equal([]);
  });

  for (const { title, given = {}, change, problem, waysOut } of crossCheckCases) {
    describe(title, () => {
      const before = after(compliant, given);
      const refused = after(before, change);

      it("is refused with the key, what is there and what may be", () => {
        expect(problemsIn(before)).to.deep.equal([]);
        expect(problemsIn(refused)).to.deep.equal([{ file: "Pulumi.home.yaml", ...problem }]);
      });

      it("is mended by each way out that the refusal names", () => {
        expect(Object.keys(waysOut)).to.deep.equal(problem.allowed.split("; or "));
        for (const [wayOut, mended] of Object.entries(waysOut)) {
          expect(problemsIn(after(refused, mended)), wayOut).to.deep.equal([]);
        }
      });
    });
  }

  for (const { title, settings, problem } of elsewhere) {
    it(`refuse ${title}`, () => {
      const topology = topologyWith({ role: "edge" }) as { regions: Record<string, unknown>[] };
      const [home, away, abroad] = topology.regions;
      const regions = [home, away, { ...abroad, role: "primary" }];
      const found = configProblems(() =>
        parseProgramConfig({
          stack: "home",
          topology: { ...topology, regions },
          settings: { ...compliant.settings, ...settings },
        }),
      );
      expect(found).to.deep.equal([{ file: "Pulumi.home.yaml", ...problem }]);
    });
  }

  it("are all reported together", () => {
    const situation = after(compliant, {
      settings: {
        REGION: "away",
        VERSION: "latest",
        DATA_RESIDENCY: false,
        COMPLIANCE_MODE: "gdpr",
        MAX_CONCURRENT_INTENTS: 1,
        LOCAL_ML_ENABLED: false,
        inferenceGpus: 1,
        llmProvider: provider,
        llmProviderApiKey: new SecretText("key"),
        weaviateBackup: { ...backup, region: "abroad" },
        oauth2: { cidrs: ["192.0.2.0/24"] },
        localBreakoutCidrs: ["192.0.2.0/24"],
      },
      region: { residencyZone: "eu", features: ["edge-computing", "regional-ml-inference"] },
    });
    expect(problemsIn(situation).map(({ key }) => key)).to.deep.equal([
      "nephoran:REGION",
      "nephoran:DATA_RESIDENCY",
      "nephoran:COMPLIANCE_MODE",
      "nephoran:llmProvider.residencyZone",
      "nephoran:weaviateBackup.residencyZone",
      "nephoran:oauth2.residencyZone",
      "nephoran:weaviateBackup.region",
      "nephoran:LOCAL_ML_ENABLED",
      "nephoran:EDGE_ENABLED",
      "nephoran:VERSION",
      "nephoran:MAX_CONCURRENT_INTENTS",
      "nephoran:inferenceGpus",
      "nephoran:localBreakoutCidrs",
    ]);
  });

  it("take another release, more in flight and a provider anywhere where nothing forbids it", () => {
    const situation = after(compliant, {
      settings: {
        VERSION: "latest",
        MAX_CONCURRENT_INTENTS: 1,
        allow: ["latest-image", "capacity-mismatch"],
        llmProvider: provider,
        weaviateBackup: { ...backup, residencyZone: "eu", region: "away" },
        oauth2: { cidrs: ["192.0.2.0/24"] },
      },
    });
    expect(problemsIn(situation)).to.deep.equal([]);
  });

  it("ask of a region in a zone neither where an issuer is that no pod calls, nor about a bucket's region of another cloud", () => {
    const situation = after(compliant, {
      settings: {
        oauth2: { residencyZone: "us" },
        weaviateBackup: { ...backup, residencyZone: "eu", region: "europe-north1" },
      },
      region: { residencyZone: "eu" },
    });
    expect(problemsIn(situation)).to.deep.equal([]);
  });

  it("allow by name only what that name is for", () => {
    const latest = after(compliant, {
      settings: { VERSION: "latest", allow: ["capacity-mismatch"] },
    });
    expect(problemsIn(latest).map(({ key }) => key)).to.deep.equal(["nephoran:VERSION"]);
    const mismatch = after(compliant, {
      settings: { MAX_CONCURRENT_INTENTS: 1, allow: ["latest-image"] },
    });
    expect(problemsIn(mismatch).map(({ key }) => key)).to.deep.equal([
      "nephoran:MAX_CONCURRENT_INTENTS",
    ]);
  });
});
