import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { OperatorError } from "../../config/operator-error";
import type { Authority } from "../../pki/authority";
import {
  hasAuthority,
  type Protection,
  readAuthority,
  writeAuthority,
} from "../../pki/authority-folder";
import { rotationStep } from "../../pki/rotation";
import { temporaryFolder } from "../sandbox/processes/temporary-folder";
import { newAuthority, now, rootOf } from "./samples";

const PASSPHRASE = "a passphrase of this test";
const closed: Protection = { kind: "passphrase", passphrase: PASSPHRASE };

describe("the folder of an authority", () => {
  const temporary = temporaryFolder();
  const folder = () => join(temporary(), "authority");
  let authority: Authority;
  before(async () => {
    authority = await newAuthority();
  });

  const read = (passphrase = PASSPHRASE) =>
    readAuthority(folder(), () => Promise.resolve(passphrase));
  const refused = async (attempt: Promise<unknown>): Promise<string> => {
    const failure = await attempt.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(OperatorError);
    return (failure as OperatorError).message;
  };
  const fileEnding = async (end: string): Promise<string> => {
    const name = (await readdir(folder())).find((file) => file.endsWith(end));
    if (name === undefined) throw new Error(`no ${end}`);
    return join(folder(), name);
  };

  it("gives back the authority that it was given", async () => {
    await writeAuthority(folder(), { authority, protection: closed });
    expect(await hasAuthority(folder())).to.equal(true);
    const opened = await read();
    expect(opened.protection).to.deep.equal(closed);
    expect(rootOf(opened.authority).certificate).to.equal(rootOf(authority).certificate);
    expect(rootOf(opened.authority).key.equals(rootOf(authority).key)).to.equal(true);
  });

  it("is its owner's alone, and holds no key in clear", async () => {
    await writeAuthority(folder(), { authority, protection: closed });
    expect((await stat(folder())).mode & 0o777).to.equal(0o700);
    const files = await readdir(folder());
    expect(files).to.have.length(5);
    for (const file of files) {
      expect((await stat(join(folder(), file))).mode & 0o777, file).to.equal(0o600);
      const text = await readFile(join(folder(), file), "utf8");
      expect(text, file).to.not.contain("BEGIN PRIVATE KEY");
      if (file.endsWith(".key")) expect(text).to.contain("BEGIN ENCRYPTED PRIVATE KEY");
    }
  });

  it("asks for no passphrase where there is none", async () => {
    await writeAuthority(folder(), { authority, protection: { kind: "none" } });
    const { protection } = await readAuthority(folder(), () => {
      throw new Error("asked");
    });
    expect(protection).to.deep.equal({ kind: "none" });
  });

  it("does not open with another passphrase, and names the key that did not", async () => {
    await writeAuthority(folder(), { authority, protection: closed });
    expect(await refused(read("another passphrase"))).to.match(
      /^The passphrase does not open .+\/mesh-root-[0-9a-f]{8}\.key\. Nothing was changed\.$/,
    );
  });

  it("keeps a rotation that is under way, and deletes the key that it has replaced", async () => {
    await writeAuthority(folder(), { authority, protection: closed });
    const begun = await rotationStep("begin", "meshRoot", authority, [], now);
    await writeAuthority(folder(), { authority: begun.authority, protection: closed });
    const opened = await read();
    expect(opened.authority.meshRoot.phase).to.equal("begun");
    expect(await readdir(folder())).to.have.length(7);

    const switched = await rotationStep("switch", "meshRoot", opened.authority, [], now);
    const finished = await rotationStep("finish", "meshRoot", switched.authority, [], now);
    await writeAuthority(folder(), { authority: finished.authority, protection: closed });
    expect(await readdir(folder())).to.have.length(5);
    expect((await read()).authority.meshRoot.phase).to.equal("steady");
  });

  it("counts as the old one until the new one is whole, and cleans up later", async () => {
    await writeAuthority(folder(), { authority, protection: closed });
    const leftover = join(folder(), "mesh-root-01234567.key");
    await writeFile(leftover, "a run that was stopped");
    await writeFile(join(folder(), "notes.txt"), "the operator's own");
    expect(rootOf((await read()).authority).certificate).to.equal(rootOf(authority).certificate);
    await writeAuthority(folder(), { authority, protection: closed });
    const files = await readdir(folder());
    expect(files).to.include("notes.txt").and.to.not.include("mesh-root-01234567.key");
  });

  it("is missed where there is none", async () => {
    expect(await hasAuthority(folder())).to.equal(false);
    expect(await refused(read())).to.equal(
      `There is no authority in ${folder()}. \`nephoran pki init\` makes one; --authority names ` +
        "the folder of another.",
    );
  });

  it("says which file is damaged", async () => {
    const damages: readonly (readonly [string, string, string])[] = [
      ["authority.json", "{", "is not what `nephoran pki` writes"],
      ["authority.json", '{"version":1}', "is not what `nephoran pki` writes"],
      [".key", "nothing", "is no private key"],
      [".crt", "nothing", "does not belong to "],
    ];
    for (const [file, content, how] of damages) {
      await writeAuthority(folder(), { authority, protection: { kind: "none" } });
      await writeFile(await fileEnding(file), content);
      const message = await refused(read());
      expect(message, file).to.contain(`The authority in ${folder()} is damaged: `);
      expect(message, file).to.contain(how);
      expect(message, file).to.contain(
        "Nothing was changed. Bring the folder back from its backup.",
      );
    }
  });

  it("does not take a file from elsewhere for its own", async () => {
    await writeAuthority(folder(), { authority, protection: closed });
    const index = await fileEnding("authority.json");
    const text = await readFile(index, "utf8");
    await writeFile(index, text.replace(/mesh-root-[0-9a-f]+/, "../../mesh-root"));
    expect(await refused(read())).to.contain("is not what `nephoran pki` writes");
  });
});
