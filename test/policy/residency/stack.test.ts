import { expect } from "chai";
import { edgeFilter } from "../../../policy/residency/edge-filter";
import { egressDenied } from "../../../policy/residency/egress-denied";
import { misdirectedUnlogged } from "../../../policy/residency/misdirected-unlogged";
import { zoneDatabaseExists } from "../../../policy/residency/zone-database-exists";
import type { PolicyResource } from "../../../policy/rule";
import { regionsFiles } from "../../../state/job-scripts";
import { named, problemsOf, resourceOf, undecided } from "../judge";

describe("residency-egress-denied", () => {
  const namespace = (name: string) => named("kubernetes:core/v1:Namespace", name);
  const deny = (name: string, spec: object = {}) =>
    named(
      "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      "default-deny",
      { spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"], ...spec } },
      name,
    );
  const own = ["nephoran-system", "nephoran-global"];
  const found = (resources: PolicyResource[], region = "eu-west-1") =>
    problemsOf(egressDenied, resources, region);
  const problem = (name: string) =>
    `Nothing denies the namespace ${name} of the zone eu egress by default.`;

  it("is satisfied where every namespace is closed", () => {
    expect(found([...own, "extra"].flatMap((name) => [namespace(name), deny(name)]))).to.deep.equal(
      [],
    );
  });

  it("fails for a namespace without, and for a stack that has nothing", () => {
    expect(found([...own.map((name) => deny(name)), namespace("extra")])).to.deep.equal([
      problem("extra"),
    ]);
    expect(found([])).to.deep.equal(own.map(problem));
  });

  it("is not satisfied by what only looks like a denial", () => {
    for (const spec of [
      { podSelector: { matchLabels: { app: "x" } } },
      { policyTypes: ["Ingress"] },
      { egress: [{}] },
    ]) {
      expect(found([deny("nephoran-system", spec), deny("nephoran-global")])).to.deep.equal([
        problem("nephoran-system"),
      ]);
    }
  });

  it("asks nothing of regions without a zone", () => {
    expect(found([namespace("extra")], "us-east-1")).to.deep.equal([]);
  });

  it("fails where only a deployment can tell whom a policy selects", () => {
    expect(found([deny("nephoran-system", { podSelector: undefined })])).to.deep.equal([
      undecided("spec.podSelector"),
    ]);
  });
});

describe("residency-edge-filter", () => {
  const NAMESPACE = "nephoran-ingress";
  const strips = (...headers: unknown[]) =>
    named(
      "kubernetes:networking.istio.io/v1alpha3:EnvoyFilter",
      "strip",
      {
        spec: {
          workloadSelector: { labels: { app: "nephoran-gateway" } },
          configPatches: [
            {
              patch: {
                value: {
                  typed_config: {
                    mutations: { request_mutations: headers.map((remove) => ({ remove })) },
                  },
                },
              },
            },
          ],
        },
      },
      NAMESPACE,
    );
  const verifies = (regions: readonly string[], namespace = NAMESPACE) =>
    named(
      "kubernetes:security.istio.io/v1:RequestAuthentication",
      "tokens",
      {
        spec: {
          selector: { matchLabels: { app: "nephoran-gateway" } },
          jwtRules: regions.map((region) => ({ issuer: `https://auth.${region}.nephoran.io` })),
        },
      },
      namespace,
    );
  const headers = ["x-nephoran-tenant", "x-nephoran-zone", "x-nephoran-location"];
  const regions = ["us-east-1", "eu-west-1", "ap-southeast-1", "us-west-2"];
  const found = (...resources: PolicyResource[]) => problemsOf(edgeFilter, resources, "us-east-1");

  it("is satisfied where headers are stripped and all issuers are known", () => {
    expect(found(strips(...headers), verifies(regions))).to.deep.equal([]);
  });

  it("names each header that callers may send, and each issuer that is not known", () => {
    expect(found(strips(headers[0], headers[2]), verifies(regions.slice(1)))).to.deep.equal([
      "Callers may send x-nephoran-zone themselves: nothing strips it at the gateway.",
      "The gateway verifies no token of https://auth.us-east-1.nephoran.io.",
    ]);
    expect(found()).to.have.length(7);
  });

  it("is not satisfied by a filter somewhere else", () => {
    expect(found(strips(...headers), verifies(regions, "default"))).to.have.length(4);
  });

  it("fails where only a deployment can tell what is stripped", () => {
    expect(found(strips(undefined), verifies(regions))).to.deep.equal([
      undecided(
        "spec.configPatches[0].patch.value.typed_config.mutations.request_mutations[0].remove",
      ),
    ]);
  });
});

describe("residency-misdirected-unlogged", () => {
  const telemetry = (log: object) =>
    named("kubernetes:telemetry.istio.io/v1:Telemetry", "default", {
      spec: { accessLogging: [{ providers: [{ name: "envoy" }], ...log }] },
    });
  const filter = (expression: unknown) => telemetry({ filter: { expression } });
  const found = (...resources: PolicyResource[]) =>
    problemsOf(misdirectedUnlogged, resources, "us-east-1");
  const AT = "spec.accessLogging[0].filter.expression";

  it("lets everything else be logged", () => {
    expect(
      found(
        filter("response.code != 421"),
        filter("response.code >= 400 && response.code != 421"),
        telemetry({ disabled: true }),
      ),
    ).to.deep.equal([]);
  });

  it("refuses a log that keeps them, with or without a filter", () => {
    const why = "which does not leave out what is refused with 421.";
    expect(found(telemetry({}))).to.deep.equal([`${AT} is not there, ${why}`]);
    expect(found(filter("response.code >= 400"))).to.deep.equal([
      `${AT} is response.code >= 400, ${why}`,
    ]);
    expect(found(filter("true || response.code != 421"))).to.have.length(1);
  });

  it("refuses the mesh's own log, which filters nothing", () => {
    const chart = resourceOf("kubernetes:helm.sh/v4:Chart", "istiod", {
      chart: "istiod",
      values: { meshConfig: { accessLogFile: "/dev/stdout" } },
    });
    expect(found(chart)).to.deep.equal([
      "values.meshConfig.accessLogFile is /dev/stdout, where every request is logged.",
    ]);
  });

  it("leaves other kinds alone", () => {
    const other = { ...telemetry({}), type: "kubernetes:networking.istio.io/v1:Sidecar" };
    expect(found(other)).to.deep.equal([]);
  });

  it("refuses a filter that only a deployment can tell", () => {
    expect(found(filter(undefined))).to.deep.equal([undecided(AT)]);
  });
});

describe("residency-zone-database-exists", () => {
  const nodes = named("kubernetes:apps/v1:StatefulSet", "cockroachdb");
  const ready = named("kubernetes:batch/v1:Job", "cockroachdb-ready");
  const jobFor = (name: string) =>
    resourceOf("kubernetes:core/v1:ConfigMap", "regions", {
      data: regionsFiles({
        databases: [{ name, primary: "eu-west-1", regions: ["eu-west-1"], survives: "zone" }],
        backups: [],
      }),
    });
  const found = (resources: PolicyResource[], region = "eu-west-1") =>
    problemsOf(zoneDatabaseExists, resources, region);
  const missing = [
    "Nothing makes nephoran_eu, the database of the zone eu.",
    "Nothing gives nephoran_eu its region, so that its replicas are anywhere.",
  ];

  it("is satisfied by the Job's files", () => {
    expect(found([nodes, ready, jobFor("nephoran_eu")])).to.deep.equal([]);
  });

  it("fails without, or with those of another database", () => {
    expect(found([nodes, ready])).to.deep.equal(missing);
    expect(found([nodes, ready, jobFor("nephoran")])).to.deep.equal(missing);
  });

  it("waits for the nodes to join, and not where they are somebody else's", () => {
    expect(found([nodes])).to.deep.equal([]);
    expect(found([])).to.deep.equal(missing);
  });

  it("asks nothing of regions without a zone", () => {
    expect(found([], "us-east-1")).to.deep.equal([]);
  });

  it("fails where only a deployment can tell what the files say", () => {
    const unknown = resourceOf("kubernetes:core/v1:ConfigMap", "regions", { data: undefined });
    expect(found([nodes, ready, unknown])).to.deep.equal([undecided("data")]);
  });
});
