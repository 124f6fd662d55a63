import { expect } from "chai";
import { join } from "node:path";
import { findPython, pythonVariables } from "../../../sandbox/toolchain/python";
import { temporaryFolder } from "../processes/temporary-folder";
import { environmentIn, writeFakePython, writeProgram, writeSpeaker } from "./fake-programs";

describe("the search for Python", () => {
  const folder = temporaryFolder();
  const path = () => join(folder(), "path");
  const search = () => findPython(environmentIn(folder()));

  it("finds none on a machine without one", async () => {
    expect(await search()).to.deep.equal({ reason: "there is no python3 on the PATH" });
  });

  it("takes the program that a link or a script on the PATH comes down to", async () => {
    const answer = { version: "3.12.1", path: "/versions/3.12.1/bin/python3.12", lacks: [] };
    await writeSpeaker(path(), "python3", JSON.stringify(answer));
    expect(await search()).to.deep.equal({ path: "/versions/3.12.1/bin/python3.12" });
  });

  it("refuses one that is too old", async () => {
    const answer = { version: "3.8.18", path: "/usr/bin/python3.8", lacks: [] };
    const python = await writeSpeaker(path(), "python3", JSON.stringify(answer));
    expect(await search()).to.deep.equal({
      reason: `${python} is 3.8.18, wanted is 3.9.0 or later`,
    });
  });

  it("refuses one that a distribution has taken modules out of", async () => {
    const python = await writeFakePython(folder(), "", ["venv", "ensurepip"]);
    expect(await search()).to.deep.equal({
      reason: `${python} (3.11.7) lacks venv and ensurepip`,
    });
  });

  it("refuses one that does not run", async () => {
    const python = await writeProgram(path(), "python3", "exit 127");
    expect(await search()).to.deep.equal({ reason: `${python} does not run` });
  });
});

describe("the environment of a Python command", () => {
  it("says where packages come from as the user does, but not where they go", () => {
    const user = {
      PIP_INDEX_URL: "https://index.example/simple",
      PIP_TARGET: "/mine",
      PIP_PREFIX: "/mine",
      PIP_USER: "1",
      PIP_CACHE_DIR: "/mine",
      TMPDIR: "/mine",
    };
    expect(pythonVariables(environmentIn("/f", user), "/scratch")).to.deep.include({
      PIP_INDEX_URL: "https://index.example/simple",
      PIP_TARGET: undefined,
      PIP_PREFIX: undefined,
      PIP_USER: undefined,
      PIP_CACHE_DIR: "/scratch/pip",
      TMPDIR: "/scratch/tmp",
    });
  });
});
