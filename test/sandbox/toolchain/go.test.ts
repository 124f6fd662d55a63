import { expect } from "chai";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { findGo, goVariables, wantedGo } from "../../../sandbox/toolchain/go";
import { temporaryFolder } from "../processes/temporary-folder";
import { environmentIn, writeProgram, writeSpeaker } from "./fake-programs";

describe("the search for Go", () => {
  const folder = temporaryFolder();
  const path = () => join(folder(), "path");
  const search = (variables: NodeJS.ProcessEnv = {}) =>
    findGo(environmentIn(folder(), variables), [1, 26, 0], join(folder(), "scratch"));
  /** A Go of one release that can fetch another one. */
  const writeSwitchingGo = () =>
    writeProgram(
      path(),
      "go",
      'case "$GOTOOLCHAIN" in go*) version=$GOTOOLCHAIN ;; *) version=go1.24.2 ;; esac\n' +
        'echo "go version $version linux/amd64"',
    );

  it("reads the release that is wanted from go.mod", async () => {
    expect(await wantedGo()).to.deep.equal([1, 26, 0]);
  });

  it("finds none on a machine without one", async () => {
    expect(await search()).to.deep.equal({});
  });

  it("takes a new enough one as it is", async () => {
    const go = await writeSpeaker(path(), "go", "go version go1.26.8 linux/amd64");
    expect(await search()).to.deep.equal({ go: { path: go, toolchain: "local" } });
  });

  it("lets an older one fetch the release that is wanted", async () => {
    const go = await writeSwitchingGo();
    expect(await search()).to.deep.equal({ go: { path: go, toolchain: "go1.26.0" } });
  });

  it("respects a GOTOOLCHAIN that forbids it", async () => {
    await writeSwitchingGo();
    expect(await search({ GOTOOLCHAIN: "local" })).to.deep.equal({ tooOld: [1, 24, 2] });
  });

  it("gives up on one that cannot fetch it", async () => {
    await writeProgram(
      path(),
      "go",
      '[ "$GOTOOLCHAIN" = local ] || exit 1\necho "go version go1.25.0 linux/amd64"',
    );
    expect(await search()).to.deep.equal({ tooOld: [1, 25, 0] });
  });

  it("does not even try with one from before it could", async () => {
    await writeProgram(
      path(),
      "go",
      `echo "$GOTOOLCHAIN" >> '${folder()}/asked'; echo "go version go1.20.1 linux/amd64"`,
    );
    expect(await search()).to.deep.equal({ tooOld: [1, 20, 1] });
    expect(await readFile(join(folder(), "asked"), "utf8")).to.equal("local\n");
  });
});

describe("the environment of a Go command", () => {
  const variables = (more: NodeJS.ProcessEnv = {}) =>
    goVariables({ path: "/go", toolchain: "local" }, environmentIn("/f", more), "/scratch");

  it("has caches of its own and none of the user's build settings", () => {
    const user = { GOFLAGS: "-mod=vendor", GOOS: "windows", GOARCH: "arm", GOCACHE: "/mine" };
    expect(variables(user)).to.deep.include({
      CGO_ENABLED: "0",
      GOTOOLCHAIN: "local",
      GOWORK: "off",
      GOCACHE: "/scratch/go-build",
      GOMODCACHE: "/scratch/go-mod",
      GOTMPDIR: "/scratch/tmp",
      GOFLAGS: "-trimpath -buildvcs=false -mod=readonly -modcacherw",
      GOOS: undefined,
      GOARCH: undefined,
    });
  });

  it("keeps what says where modules come from, and a GOGC of the user's", () => {
    expect(variables({ GOPROXY: "https://proxy.example", GOGC: "50" })).to.deep.include({
      GOPROXY: "https://proxy.example",
      GOGC: "50",
    });
  });
});
