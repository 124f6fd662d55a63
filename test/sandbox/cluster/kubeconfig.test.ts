import { expect } from "chai";
import fc from "fast-check";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { ClusterError } from "../../../sandbox/cluster/failure";
import {
  addToKubeconfig,
  EMPTY_KUBECONFIG,
  type Kubeconfig,
  type KubeconfigEntry,
  mergeKubeconfig,
  removeFromKubeconfig,
  withoutContexts,
} from "../../../sandbox/cluster/kubeconfig";
import { readFileIfPresent } from "../../../sandbox/processes/atomic-file";
import { temporaryFolder } from "../processes/temporary-folder";

const entry = (name: string, token = `token of ${name}`): KubeconfigEntry => ({
  name,
  server: `https://127.0.0.1/${name}`,
  authority: "certificate",
  token,
  namespace: "nephoran-system",
});

const names = (kubeconfig: Kubeconfig) => kubeconfig.contexts.map(({ name }) => name);

describe("merging into a kubeconfig", () => {
  it("gives each region a context of its own name and makes the first one current", () => {
    expect(mergeKubeconfig(EMPTY_KUBECONFIG, [entry("us-east-1")])).to.deep.equal({
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: "us-east-1",
          cluster: {
            server: "https://127.0.0.1/us-east-1",
            "certificate-authority-data": "Y2VydGlmaWNhdGU=",
          },
        },
      ],
      users: [{ name: "us-east-1", user: { token: "token of us-east-1" } }],
      contexts: [
        {
          name: "us-east-1",
          context: { cluster: "us-east-1", user: "us-east-1", namespace: "nephoran-system" },
        },
      ],
      "current-context": "us-east-1",
    });
  });

  it("leaves alone what it does not know, and the current context", () => {
    const existing = {
      ...mergeKubeconfig(EMPTY_KUBECONFIG, [entry("theirs")]),
      preferences: { colors: true },
    };
    const merged = mergeKubeconfig(existing, [entry("us-east-1")]);
    expect(names(merged)).to.deep.equal(["theirs", "us-east-1"]);
    expect(merged["current-context"]).to.equal("theirs");
    expect(merged["preferences"]).to.deep.equal({ colors: true });
  });

  it("replaces a region's earlier entry", () => {
    const first = mergeKubeconfig(EMPTY_KUBECONFIG, [entry("a", "old"), entry("b")]);
    const second = mergeKubeconfig(first, [entry("a", "new")]);
    expect(names(second).sort()).to.deep.equal(["a", "b"]);
    expect(JSON.stringify(second)).not.to.contain("old");
  });

  it("changes nothing the second time, and is undone by removing", () => {
    const some = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { maxLength: 5 });
    fc.assert(
      fc.property(some, some, (theirs, ours) => {
        const strangers = theirs.filter((name) => !ours.includes(name)).map((name) => entry(name));
        const before = mergeKubeconfig(EMPTY_KUBECONFIG, strangers);
        const entries = ours.map((name) => entry(name));
        const after = mergeKubeconfig(before, entries);
        expect(mergeKubeconfig(after, entries)).to.deep.equal(after);
        expect(withoutContexts(after, ours)).to.deep.equal(before);
      }),
    );
  });
});

describe("a kubeconfig file", () => {
  const folder = temporaryFolder();
  const file = () => join(folder(), "kubeconfig");

  it("is readable by its owner alone and keeps what others added", async () => {
    await addToKubeconfig(file(), [entry("theirs")]);
    await addToKubeconfig(file(), [entry("us-east-1"), entry("eu-west-1")]);
    const written = parse(await readFile(file(), "utf8")) as Kubeconfig;
    expect(names(written)).to.deep.equal(["theirs", "us-east-1", "eu-west-1"]);
    expect((await stat(file())).mode & 0o777).to.equal(0o600);
  });

  it("goes with its last context", async () => {
    await addToKubeconfig(file(), [entry("theirs"), entry("us-east-1")]);
    await removeFromKubeconfig(file(), ["us-east-1"]);
    expect(names(parse(await readFile(file(), "utf8")) as Kubeconfig)).to.deep.equal(["theirs"]);
    await removeFromKubeconfig(file(), ["theirs"]);
    expect(await readFileIfPresent(file())).to.equal(undefined);
    await removeFromKubeconfig(file(), ["theirs"]);
  });

  for (const [what, text] of [
    ["no YAML", "clusters: [secret-token"],
    ["no kubeconfig", "clusters: secret-token"],
  ] as const) {
    it(`is refused without showing its content when it is ${what}`, async () => {
      await writeFile(file(), text);
      const error = await addToKubeconfig(file(), [entry("a")]).catch((e: unknown) => e);
      expect(error).to.be.an.instanceOf(ClusterError);
      expect((error as ClusterError).message).to.equal(
        `${file()} is not a kubeconfig: delete it, and starting again writes it anew`,
      );
      expect((error as ClusterError).cause).to.equal(undefined);
      expect(await readFile(file(), "utf8")).to.equal(text);
    });
  }
});
