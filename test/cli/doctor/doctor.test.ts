import { expect } from "chai";
import { ConfigError } from "../../../config/problems";
import { StandIns } from "../stand-ins";
import { bad, doctor, FOREIGN, kubectl, OWN, pulumi, wellEquipped } from "./session";

describe("nephoran doctor", () => {
  let standIns: StandIns;
  beforeEach(async () => {
    standIns = await wellEquipped();
  });
  afterEach(() => {
    standIns.remove();
  });

  it("finds all that a deployment needs", async () => {
    const { printed, error, exitCode } = await doctor(standIns, ["--region", "eu-west-1"]);
    expect({ error, exitCode }).to.deep.equal({ error: undefined, exitCode: undefined });
    expect(printed).to.deep.equal([
      "WHERE      WHAT          STATE  DETAIL",
      "here       node          ok     24.1.0",
      "here       pulumi        ok     3.215.0",
      "here       kubectl       ok     1.37.2",
      "here       helm          ok     3.19.0",
      "here       backend       ok     file:///state",
      "here       passphrase    ok     in PULUMI_CONFIG_PASSPHRASE_FILE",
      "here       stack files   ok     4 regions",
      "eu-west-1  context       ok     eu-west-1",
      "eu-west-1  namespace     ok     nephoran-system",
      "eu-west-1  API server    ok     1.37.2",
      "eu-west-1  StorageClass  ok     fast",
      "eu-west-1  rights        ok     everything, everywhere",
      `eu-west-1  image         ok     ${OWN}, at its registry`,
      `eu-west-1  image         ok     ${FOREIGN}, on nodes`,
      "",
      "14 ok, 0 missing, 0 unknown.",
    ]);
  });

  it("looks at every region, and asks a registry once for each image", async () => {
    const { printed } = await doctor(standIns);
    expect(printed.filter((line) => line.includes("StorageClass"))).to.have.length(4);
    expect(standIns.calls().filter((call) => call.startsWith("docker"))).to.deep.equal([
      `docker manifest inspect ${OWN}`,
    ]);
  });

  it("exits with 1 where something is missing, and says the next step", async () => {
    await standIns.write("kubectl", kubectl(`case "$*" in *"config view"*) exit 0 ;; esac`));
    const { printed, exitCode } = await doctor(standIns, ["--region", "eu-west-1"]);
    expect(exitCode).to.equal(1);
    const line = printed.findIndex((each) => each.includes("namespace"));
    expect(printed.slice(line, line + 2)).to.deep.equal([
      "eu-west-1  namespace     missing  the context's is default, not nephoran-system",
      "  -> kubectl config set-context eu-west-1 --namespace=nephoran-system",
    ]);
    expect(printed.at(-1)).to.equal("13 ok, 1 missing, 0 unknown.");
  });

  it("names programs that are missing or too old", async () => {
    await standIns.write("helm", "echo v3.1.0");
    expect(await bad(standIns, { nodeVersion: "v18.20.0" })).to.deep.equal([
      {
        what: "node",
        state: "missing",
        detail: "18.20.0 is too old",
        next: "install 20.19.0 or later from https://nodejs.org",
      },
      {
        what: "helm",
        state: "missing",
        detail: "3.1.0 is too old",
        next: "install 3.14.0 or later from https://helm.sh/docs/intro/install",
      },
    ]);
  });

  it("says that it knows nothing of clusters without a kubectl", async () => {
    standIns.remove();
    standIns = new StandIns();
    const found = await bad(standIns);
    expect(found.map(({ what, state }) => `${what} ${state}`)).to.deep.equal([
      "pulumi missing",
      "kubectl missing",
      "helm missing",
      "backend unknown",
      "clusters unknown",
    ]);
  });

  it("wants a backend, and a passphrase where the backend keeps no keys", async () => {
    await standIns.write("pulumi", `[ "$1" = version ] && echo v3.215.0 || exit 255`);
    const without = await bad(standIns, { variables: {} });
    expect(without.map(({ what, state }) => `${what} ${state}`)).to.deep.equal([
      "backend missing",
      "passphrase unknown",
    ]);
    await standIns.write("pulumi", pulumi("s3://x"));
    expect(
      (await bad(standIns, { variables: {} })).map(({ what, state }) => `${what} ${state}`),
    ).to.deep.equal(["passphrase missing"]);
    const cloud = "https://user:quite-secret@app.pulumi.test/me?token=x";
    await standIns.write("pulumi", pulumi(cloud));
    const { printed } = await doctor(standIns, ["--region", "eu-west-1"], { variables: {} });
    expect(printed).to.include("here       backend       ok     https://app.pulumi.test/me");
    expect(printed.join()).to.not.include("quite-secret");
  });

  it("says what is wrong with the stack files, and looks at no cluster then", async () => {
    const problem = {
      file: "Pulumi.yaml",
      key: "topology",
      seen: "missing",
      allowed: "a topology",
    };
    const found = await bad(standIns, {
      project: () => {
        throw new ConfigError([problem]);
      },
    });
    expect(found.map(({ what }) => what)).to.deep.equal(["stack files"]);
    expect(found[0]?.detail).to.include("Pulumi.yaml: topology is missing");
    expect(standIns.calls().filter((call) => call.includes("--context"))).to.deep.equal([]);
  });

  it("knows the regions there are", async () => {
    expect((await doctor(standIns, ["--region", "mars"])).error).to.match(
      /^There is no region mars\./,
    );
  });
});
