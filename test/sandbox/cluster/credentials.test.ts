import { expect } from "chai";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import {
  ensureCredentials,
  readTokens,
  renderTokenFile,
} from "../../../sandbox/cluster/credentials";
import { ClusterError } from "../../../sandbox/cluster/failure";
import { regionFiles } from "../../../sandbox/cluster/state-files";
import { temporaryFolder } from "../processes/temporary-folder";

describe("a region's credentials", () => {
  const folder = temporaryFolder();
  const files = () => regionFiles(folder(), "us-east-1");
  beforeEach(async () => {
    await mkdir(files().folder, { recursive: true });
  });

  it("stay the same from start to start", async () => {
    const tokens = await ensureCredentials(files());
    const key = await readFile(files().serviceAccountKey, "utf8");
    expect(await ensureCredentials(files())).to.deep.equal(tokens);
    expect(await readTokens(files())).to.deep.equal(tokens);
    expect(await readFile(files().serviceAccountKey, "utf8")).to.equal(key);
  });

  it("differ from user to user", async () => {
    const tokens = Object.values(await ensureCredentials(files()));
    expect(new Set(tokens).size).to.equal(4);
    for (const token of tokens) expect(token).to.match(/^[0-9a-f]{64}$/);
  });

  it("are readable by their owner alone", async () => {
    await ensureCredentials(files());
    for (const file of [files().tokens, files().serviceAccountKey]) {
      expect((await stat(file)).mode & 0o777).to.equal(0o600);
    }
  });

  it("hold a key pair whose halves belong together", async () => {
    await ensureCredentials(files());
    const ofPrivate = createPublicKey(
      createPrivateKey(await readFile(files().serviceAccountKey, "utf8")),
    );
    const written = createPublicKey(await readFile(files().serviceAccountPublicKey, "utf8"));
    expect(ofPrivate.equals(written)).to.equal(true);
  });

  it("give only the admin a group, in the API server's format", () => {
    const tokens = {
      admin: "1",
      "kube-controller-manager": "2",
      "kube-scheduler": "3",
      kwok: "4",
    };
    expect(renderTokenFile(tokens)).to.equal(
      '1,admin,admin,"system:masters"\n' +
        "2,system:kube-controller-manager,kube-controller-manager\n" +
        "3,system:kube-scheduler,kube-scheduler\n" +
        "4,sandbox:kwok,kwok\n",
    );
  });

  it("are refused without showing a token when one is missing", async () => {
    const token = "a".repeat(64);
    await writeFile(files().tokens, `${token},admin,admin\n`);
    const error = await readTokens(files()).catch((e: unknown) => e);
    expect(error).to.be.an.instanceOf(ClusterError);
    expect((error as ClusterError).message).to.equal(
      `${files().tokens} does not hold a token for each of admin, kube-controller-manager, kube-scheduler, kwok: run \`sandbox reset\``,
    );
    expect((error as ClusterError).cause).to.equal(undefined);
  });
});
