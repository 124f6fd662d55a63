import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { OperatorError } from "../../config/operator-error";
import { SecretText } from "../../config/secret-text";
import { PulumiStore } from "../../pki/pulumi-store";
import { temporaryFolder } from "../sandbox/processes/temporary-folder";

/**
 * Does what `pulumi config` does with a stack file, but for the encryption, and notes how it was
 * called. FAIL_ON: the call to fail at.
 */
const STAND_IN = `#!/usr/bin/env node
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require("node:fs");
const args = process.argv.slice(2);
const after = (name) => args[args.indexOf(name) + 1];
const input = readFileSync(0, "utf8");
const calls = process.env.CALLS;
appendFileSync(calls, JSON.stringify(args) + "\\n");
const count = readFileSync(calls, "utf8").trim().split("\\n").length;
if (process.env.FAIL_ON === String(count)) {
  console.error(process.env.COMPLAINT);
  process.exit(255);
}
const file = args.includes("--config-file") ? after("--config-file") : "Pulumi." + after("--stack") + ".yaml";
const config = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
if (args[1] === "set") config[after("--secret")] = { value: input.trimEnd(), secret: true };
args.forEach((arg, index) => {
  if (args[index - 1] !== "--plaintext") return;
  const [key] = arg.split("=", 1);
  config[key] = { value: arg.slice(key.length + 1), secret: false };
});
if (args[1] === "--json") console.log(JSON.stringify(config));
else writeFileSync(file, JSON.stringify(config));
if (process.env.EDIT && count === 1) writeFileSync(process.env.EDIT, "{}");
`;

const settings = {
  meshCaCertificate: "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n",
  meshCaKey: new SecretText("canary-of-a-key\n"),
  trustRoots: "roots\n",
};

describe("the store of identities in Pulumi's stacks", () => {
  const folder = temporaryFolder();
  const store = (variables: NodeJS.ProcessEnv = {}, signal = new AbortController().signal) =>
    new PulumiStore({
      project: join(folder(), "project"),
      variables: {
        PATH: [join(folder(), "bin"), process.env["PATH"] ?? ""].join(delimiter),
        CALLS: join(folder(), "calls"),
        ...variables,
      },
      signal,
    });
  const calls = async (): Promise<string[][]> =>
    (await readFile(join(folder(), "calls"), "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as string[]);
  const stackFile = (region: string) => join(folder(), "project", `Pulumi.${region}.yaml`);
  const refused = async (attempt: Promise<unknown>): Promise<string> => {
    const failure = await attempt.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(OperatorError);
    return (failure as OperatorError).message;
  };

  beforeEach(async () => {
    await mkdir(join(folder(), "bin"));
    await mkdir(join(folder(), "project"));
    await writeFile(join(folder(), "bin", "pulumi"), STAND_IN);
    await chmod(join(folder(), "bin", "pulumi"), 0o755);
    for (const region of ["us-east-1", "eu-west-1"]) {
      await writeFile(stackFile(region), '{"nephoran:REGION":{"value":"x"}}', { mode: 0o640 });
    }
  });

  it("gives back what it was given, and leaves everything else", async () => {
    await store().write([{ region: "us-east-1", settings }]);
    const read = await store().read("us-east-1");
    expect(Object.keys(read).sort()).to.deep.equal(Object.keys(settings).sort());
    expect(read.meshCaCertificate).to.equal(settings.meshCaCertificate);
    expect(read.meshCaKey?.reveal()).to.equal("canary-of-a-key\n");
    expect(await readFile(stackFile("us-east-1"), "utf8")).to.contain('"nephoran:REGION"');
    expect((await stat(stackFile("us-east-1"))).mode & 0o777).to.equal(0o640);
  });

  it("hands keys over on standard input, never as an argument", async () => {
    await store().write([{ region: "us-east-1", settings }]);
    const all = await calls();
    expect(JSON.stringify(all)).to.not.contain("canary-of-a-key");
    expect(all.map((args) => args.slice(0, 4))).to.deep.equal([
      ["config", "set", "--secret", "nephoran:meshCaKey"],
      [
        ...["config", "set-all", "--plaintext"],
        `nephoran:meshCaCertificate=${settings.meshCaCertificate.trimEnd()}`,
      ],
    ]);
    for (const args of all) {
      expect(args).to.include.members(["--stack", "us-east-1", "--non-interactive"]);
    }
  });

  it("changes no stack at all if one cannot take its part", async () => {
    const before = await readFile(stackFile("us-east-1"), "utf8");
    const variables = { FAIL_ON: "4", COMPLAINT: "error: incorrect passphrase" };
    const message = await refused(
      store(variables).write([
        { region: "us-east-1", settings },
        { region: "eu-west-1", settings },
      ]),
    );
    expect(message).to.equal(
      "No stack was changed: pulumi cannot read and write the configuration of eu-west-1:\n" +
        "  error: incorrect passphrase\n" +
        "eu-west-1 is encrypted with a passphrase: give the right one by " +
        "PULUMI_CONFIG_PASSPHRASE_FILE.",
    );
    expect(await readFile(stackFile("us-east-1"), "utf8")).to.equal(before);
  });

  it("makes a stack file where there is none yet", async () => {
    await store().write([{ region: "us-west-2", settings }]);
    expect(await readFile(stackFile("us-west-2"), "utf8")).to.contain("nephoran:meshCaKey");
  });

  it("does not write over what somebody else has edited meanwhile", async () => {
    const file = stackFile("us-east-1");
    expect(
      await refused(store({ EDIT: file }).write([{ region: "us-east-1", settings }])),
    ).to.equal(
      `No stack was changed: somebody else has edited ${file} meanwhile. Run the same command again.`,
    );
    expect(await readFile(file, "utf8")).to.equal("{}");
  });

  it("leaves everything as it was when it is interrupted, and nothing aside", async () => {
    const before = await readFile(stackFile("us-east-1"), "utf8");
    const aside = await folderAside();
    const interruption = new AbortController();
    const reason = new Error("interrupted");
    const attempt = store({}, interruption.signal).write([{ region: "us-east-1", settings }]);
    interruption.abort(reason);
    expect(await attempt.catch((error: unknown) => error)).to.equal(reason);
    expect(await readFile(stackFile("us-east-1"), "utf8")).to.equal(before);
    expect(await folderAside()).to.deep.equal(aside);
  });

  it("says what to do where there is no such stack, and no pulumi", async () => {
    const variables = { FAIL_ON: "1", COMPLAINT: "error: no stack named 'eu-west-1' found" };
    expect(await refused(store(variables).read("eu-west-1"))).to.equal(
      "No stack was changed: pulumi cannot read and write the configuration of eu-west-1:\n" +
        "  error: no stack named 'eu-west-1' found\n" +
        "`pulumi stack init eu-west-1` makes it.",
    );
    expect(await refused(store({ PATH: join(folder(), "project") }).read("eu-west-1"))).to.equal(
      "No stack was changed: there is no `pulumi` on the PATH, or no folder of the project. Install " +
        "Pulumi, or name the folder with --project.",
    );
  });
});

/** Where stack files are made anew. */
const folderAside = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith("nephoran-pki-"));
