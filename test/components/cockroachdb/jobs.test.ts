import { expect } from "chai";
import fc from "fast-check";
import { setUp, type SetUpConfig } from "../../../components/cockroachdb/jobs/plan";
import { noPeersYet } from "../../../outputs/peers";
import { shippedProject, shippedStack } from "../../shipped-project";
import { jobs, specOf } from "./job-specs";
import { allPeers, peersAt, storeOf } from "./store-of";

const regions = shippedProject.topology.regions.map(({ name }) => name);

describe("the Jobs of the state store", () => {
  it("initialise the cluster in the primary alone, and there make databases at once", async () => {
    expect(jobs(await storeOf("us-east-1"))).to.deep.equal([
      "cockroachdb-init",
      "cockroachdb-ready",
      "cockroachdb-regions-HASH",
      "cockroachdb-migrate-HASH",
    ]);
  });

  it("come one after the other, and after the nodes and the ways to them", async () => {
    const made = await storeOf("us-east-1");
    const after = (name: string): string[] => {
      const { dependsOn } = made.get("Job", name).registration.options;
      return (dependsOn as readonly { readonly __name?: string }[]).map(
        ({ __name }) => __name ?? "",
      );
    };
    expect(after("cockroachdb-init")).to.include.members([
      "cockroachdb-nodes",
      "cockroachdb-routes",
      "cockroachdb-setup-to-cockroachdb",
    ]);
    expect(after("cockroachdb-ready")).to.deep.equal(["cockroachdb-init"]);
    expect(after("cockroachdb-regions-*")).to.deep.equal([
      "cockroachdb-regions-files",
      "cockroachdb-ready",
    ]);
    expect(after("cockroachdb-migrate-*")).to.deep.equal([
      "cockroachdb-migrate-files",
      "cockroachdb-regions",
    ]);
  });

  it("make the zone's database in the zone's first region, once it can have joined", async () => {
    const joined = { peers: peersAt("eu-west-1", { "us-east-1": "192.0.2.1" }), wasDeployed: true };
    const made = await storeOf("eu-west-1", joined);
    expect(jobs(made)).to.deep.equal([
      "cockroachdb-ready",
      "cockroachdb-regions-HASH",
      "cockroachdb-migrate-eu-HASH",
    ]);
    const { data } = made.get("ConfigMap", "cockroachdb-regions-*");
    expect(data["nephoran_eu-create.sql"]).to.contain("nephoran_eu");
    expect(data).to.not.have.property("nephoran-create.sql");
    const elsewhere = await storeOf("us-west-2", {
      peers: peersAt("us-west-2", { "us-east-1": "192.0.2.1" }),
      wasDeployed: true,
    });
    expect(jobs(elsewhere)).to.deep.equal(["cockroachdb-ready"]);
  });

  it("never wait for what only another stack can do", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...regions),
        fc.subarray(regions),
        fc.boolean(),
        (name, deployed, wasDeployed) => {
          const config = shippedStack(name);
          const peers = noPeersYet(config).map((peer) => ({
            ...peer,
            gatewayAddress: deployed.includes(peer.region.name) ? "192.0.2.1" : null,
          }));
          const plan = setUp({ ...config, peers, wasDeployed });
          const isPrimary = name === "us-east-1";
          expect(plan.initialises).to.equal(isPrimary);
          expect(plan.waitsForNodes).to.equal(
            isPrimary || (wasDeployed && deployed.includes("us-east-1")),
          );
          if (!plan.waitsForNodes) expect(plan.scripts).to.deep.equal([]);
        },
      ),
    );
  });

  it("are new ones when another region is deployed, and the same as long as nothing is new", () => {
    const names = (changes: Partial<SetUpConfig>): string[] => {
      const config = shippedStack("us-east-1");
      const all = { ...config, peers: noPeersYet(config), wasDeployed: false, ...changes };
      return setUp(all).scripts.map(({ name }) => name);
    };
    const [regionsBefore, migrateBefore] = names({});
    expect(names({ wasDeployed: true })).to.deep.equal([regionsBefore, migrateBefore]);
    const one = peersAt("us-east-1", { "eu-west-1": "192.0.2.1" });
    const [regionsAfter, migrateAfter] = names({ peers: one });
    expect(regionsAfter).to.not.equal(regionsBefore);
    expect(migrateAfter).to.equal(migrateBefore);
    // Another address is no other region.
    const moved = peersAt("us-east-1", { "eu-west-1": "192.0.2.9" });
    expect(names({ peers: moved })).to.deep.equal([regionsAfter, migrateAfter]);
  });

  it("add exactly the regions that are deployed", async () => {
    const plan = async (peers: SetUpConfig["peers"]): Promise<string[]> => {
      const { data } = (await storeOf("us-east-1", { peers })).get(
        "ConfigMap",
        "cockroachdb-regions-*",
      );
      return [...(data["plan"] ?? "").matchAll(/^add (\S+) /gm)].map(([, region]) => region ?? "");
    };
    expect(await plan(peersAt("us-east-1", { "us-west-2": "192.0.2.1" }))).to.deep.equal([
      "us-east-1",
      "us-west-2",
    ]);
    expect(await plan(allPeers("us-east-1"))).to.deep.equal(regions);
  });

  it("find the database, their files and the administrator's certificate, and end in time", async () => {
    const made = await storeOf("us-east-1");
    for (const name of made.names("Job")) {
      const { backoffLimit, activeDeadlineSeconds, template } = specOf(made, name);
      const [{ env }] = template.spec.containers;
      expect(env, name).to.deep.include({
        name: "COCKROACH_CERTS_DIR",
        value: "/cockroach/cockroach-certs",
      });
      expect(env, name).to.deep.include({
        name: "COCKROACH_HOST",
        value:
          name === "cockroachdb-init"
            ? "cockroachdb-0.cockroachdb:26257"
            : "cockroachdb-public:26257",
      });
      expect(backoffLimit, name).to.equal(3);
      expect(activeDeadlineSeconds, name).to.be.within(900, 1_800);
      expect(made.get("Job", name).annotations, name).to.deep.equal({
        "pulumi.com/replaceUnready": "true",
      });
      expect(JSON.stringify(template.spec.volumes), name)
        .to.contain('"path":"client.root.key"')
        .and.to.not.contain("node.key");
    }
    const migrate = made.get("Job", "cockroachdb-migrate-*").name;
    expect(specOf(made, migrate).template.spec.containers[0].command).to.deep.equal([
      "sh",
      "/setup/migrate.sh",
    ]);
    expect(specOf(made, migrate).template.spec.volumes).to.deep.include({
      name: "setup",
      configMap: { name: migrate },
    });
    expect(made.get("ConfigMap", migrate).data).to.include.keys("migrate.sh", "manifest");
  });

  it("may be told apart from the nodes by whoever lets them in", async () => {
    const made = await storeOf("us-east-1");
    for (const name of made.names("Job")) {
      const { metadata } = specOf(made, name).template as unknown as {
        readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      };
      expect(metadata.labels["app"], name).to.equal("cockroachdb-setup");
    }
    expect(made.names("ServiceAccount")).to.include("cockroachdb-setup");
  });
});

describe("a state store that is somebody else's", () => {
  const existing = { mode: "existing", version: "v25.4.2", host: "sql.example.com" } as const;

  it("gets databases and tables, and no nodes", async () => {
    const made = await storeOf("us-east-1", { cockroachdb: existing });
    expect(made.names("StatefulSet")).to.deep.equal([]);
    expect(jobs(made)).to.deep.equal(["cockroachdb-regions-HASH", "cockroachdb-migrate-HASH"]);
    expect(specOf(made, "cockroachdb-migrate-*").template.spec.containers[0].env).to.deep.include({
      name: "COCKROACH_HOST",
      value: "sql.example.com:26257",
    });
    expect(made.get("ServiceEntry", "cockroachdb-existing").spec).to.deep.include({
      hosts: ["sql.example.com"],
      resolution: "DNS",
    });
  });

  it("keeps its own settings, and who may log in", async () => {
    const made = await storeOf("us-east-1", { cockroachdb: existing });
    const { data } = made.get("ConfigMap", "cockroachdb-regions-*");
    expect(JSON.stringify(data)).to.not.contain("SET CLUSTER SETTING server.");
    expect(data["plan"]).to.not.contain("settings.sql");
  });
});
