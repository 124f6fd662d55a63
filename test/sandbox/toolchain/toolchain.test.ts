import { expect } from "chai";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { lookUp } from "../../../sandbox/processes/process-table";
import { assetsOf } from "../../../sandbox/toolchain/assets";
import { cachedTool } from "../../../sandbox/toolchain/cache";
import { tryToClaim } from "../../../sandbox/toolchain/claim";
import type { ToolchainEvent } from "../../../sandbox/toolchain/progress";
import {
  ensureToolchain,
  findToolchain,
  requireToolchain,
  type ToolchainOptions,
} from "../../../sandbox/toolchain/toolchain";
import { eventually } from "../processes/shell-process";
import { temporaryFolder } from "../processes/temporary-folder";
import { builtPackages, environmentIn, writeFakeGo, writeSpeaker } from "./fake-programs";
import { failureOf } from "./toolchain-failure";

const groups = ["manifest-checks"] as const;
const kubeconform = "github.com/yannh/kubeconform/cmd/kubeconform";
const kubeScore = "github.com/zegl/kube-score/cmd/kube-score";

describe("the toolchain", () => {
  const folder = temporaryFolder();
  // Go has no part in it; what is installed has tests of its own.
  beforeEach(() => writeSpeaker(join(folder(), "path"), "checkov", "3.3.30"));

  const toolchainFolder = () => join(folder(), "cache", "toolchain");
  const scratch = () => join(folder(), "cache", "toolchain-build");
  const environment = () => environmentIn(folder());
  const ensure = (options: ToolchainOptions = {}) =>
    ensureToolchain(groups, { environment: environment(), ...options });

  it("is built where it is missing, asset by asset and tool by tool", async () => {
    await writeFakeGo(folder());
    const built: string[] = [];
    const toolchain = await ensure({
      onProgress: (event) => {
        if (event.kind === "built") built.push(event.tool);
      },
    });
    expect(built).to.deep.equal(["openapi-v3", "kubeconform", "kube-score", "cert-manager-crds"]);
    expect(existsSync(toolchain.path("kubeconform"))).to.equal(true);
    expect(await readdir(join(toolchain.assets, "openapi-v3"))).to.deep.equal([
      "apis__apps__v1_openapi.json",
    ]);
    expect(toolchain.searchPath).to.equal(dirname(toolchain.path("kube-score")));
  });

  it("leaves nothing behind but what is needed", async () => {
    await writeFakeGo(folder());
    await ensure();
    expect(existsSync(scratch())).to.equal(false);
    const left = (await readdir(toolchainFolder(), { recursive: true })).map((name) =>
      name.replace(/[\da-f]{12}/, "KEY"),
    );
    expect(left).to.have.members([
      "builders",
      "assets-KEY",
      "assets-KEY/cert-manager-crds",
      "assets-KEY/cert-manager-crds/certificates.yaml",
      "assets-KEY/openapi-v3",
      "assets-KEY/openapi-v3/apis__apps__v1_openapi.json",
      "manifest-checks-KEY",
      "manifest-checks-KEY/bin",
      "manifest-checks-KEY/bin/kube-score",
      "manifest-checks-KEY/bin/kubeconform",
    ]);
  });

  it("replaces what an earlier pin left", async () => {
    await writeFakeGo(folder());
    const earlier = join(toolchainFolder(), "manifest-checks-000000000000");
    await mkdir(earlier, { recursive: true });
    await ensure();
    expect(existsSync(earlier)).to.equal(false);
  });

  it("is not built again, not even with a Go that fails", async () => {
    await writeFakeGo(folder());
    const first = await ensure();
    await writeFakeGo(folder(), "exit 1");
    const second = await ensure();
    expect(second.path("kubeconform")).to.equal(first.path("kubeconform"));
    expect(await builtPackages(folder())).to.deep.equal([kubeconform, kubeScore]);
  });

  it("is completed with what is missing alone", async () => {
    await writeFakeGo(folder());
    const onPath = await writeSpeaker(join(folder(), "path"), "kubeconform", "v0.7.0");
    const toolchain = await ensure();
    expect(await builtPackages(folder())).to.deep.equal([kubeScore]);
    expect(toolchain.path("kubeconform")).to.equal(onPath);
    expect(toolchain.searchPath).to.equal(dirname(toolchain.path("kube-score")));
  });

  it("gives no program that was not asked for", async () => {
    await writeFakeGo(folder());
    const toolchain = await ensure();
    expect(() => toolchain.path("etcd")).to.throw(
      TypeError,
      'etcd was not asked for: its group is "cluster"',
    );
  });

  it("says how far its build is, and nothing when there is nothing to build", async () => {
    await writeFakeGo(folder());
    const events: ToolchainEvent[] = [];
    const onProgress = (event: ToolchainEvent) => events.push(event);
    await ensure({ onProgress });
    const compiling = events.find((event) => event.kind === "progress" && event.done === 1);
    expect(compiling).to.deep.include({ kind: "progress", tool: "kubeconform", total: 2 });
    events.length = 0;
    await ensure({ onProgress });
    expect(events).to.deep.equal([]);
  });

  it("that does not compile is an error with the end of the output and the whole log", async () => {
    await writeFakeGo(
      folder(),
      "i=0; while [ $i -lt 30 ]; do i=$((i+1)); echo line $i >&2; done; exit 1",
    );
    const { code, message } = await failureOf(ensure());
    expect(code).to.equal("build-failed");
    const log = join(scratch(), "log", "kubeconform.log");
    const shown = Array.from({ length: 20 }, (_, index) => `  line ${index + 11}`);
    expect(message.split("\n")).to.deep.equal([
      "`go build` failed for kubeconform (exit code 1). The end of its output:",
      ...shown,
      `All of it: ${log}`,
    ]);
    expect((await readFile(log, "utf8")).split("\n").length).to.equal(31);
  });

  it("never has a tool that is of another version than was pinned", async () => {
    await writeFakeGo(folder(), "package=other");
    const { code, message } = await failureOf(ensure());
    expect(code).to.equal("build-failed");
    expect(message).to.match(/^kubeconform 0\.8\.0 was built from .*, but it says it is 1\.20\.0$/);
    const { layout } = (await findToolchain(groups, { environment: environment() })).survey;
    expect(existsSync(cachedTool(layout, "kubeconform"))).to.equal(false);
  });

  it("cannot be built without Go", async () => {
    const { code, message } = await failureOf(ensure());
    expect(code).to.equal("no-go");
    expect(message).to.contain("Missing: kubeconform (0.6.7 or later), kube-score");
    expect(existsSync(join(folder(), "cache"))).to.equal(false);
  });

  it("can be interrupted at any moment, goes on from there, and says so", async () => {
    const mark = join(folder(), "started");
    await writeFakeGo(
      folder(),
      `case "$package" in *kube-score) touch '${mark}'; exec sleep 60 ;; esac`,
    );
    const controller = new AbortController();
    const running = failureOf(ensure({ signal: controller.signal }));
    await eventually(() => Promise.resolve(existsSync(mark) || undefined));
    controller.abort(new Error("Ctrl-C"));
    const { code, message } = await running;
    expect(code).to.equal("interrupted");
    expect(message).to.equal(
      `The toolchain is not complete: it was interrupted. What is compiled so far stays in ${scratch()}, ` +
        "and the next start goes on from there; `npm run toolchain -- clean --partial` deletes it.",
    );
    expect(await readdir(join(toolchainFolder(), "builders"))).to.deep.equal([]);

    await writeFakeGo(folder());
    await ensure();
    expect(await builtPackages(folder())).to.deep.equal([kubeconform, kubeScore, kubeScore]);
  });

  it("is built once when two ask for it at the same time", async () => {
    await writeFakeGo(folder(), "sleep 0.3");
    const waited: ToolchainEvent[] = [];
    const onProgress = (event: ToolchainEvent) => {
      if (event.kind === "waiting") waited.push(event);
    };
    const [first, second] = await Promise.all([ensure({ onProgress }), ensure({ onProgress })]);
    expect(second.path("kubeconform")).to.equal(first.path("kubeconform"));
    expect(await builtPackages(folder())).to.deep.equal([kubeconform, kubeScore]);
    expect(waited[0]).to.include({ kind: "waiting", pid: process.pid });
  });

  it("is given as soon as it is there, while another build still goes on", async () => {
    await writeFakeGo(folder());
    const { layout } = (await findToolchain(groups, { environment: environment() })).survey;
    const claim = await tryToClaim(join(toolchainFolder(), "builders"));
    const toolchain = await ensure({
      onProgress: (event) => {
        if (event.kind !== "waiting") return;
        // What the other build does meanwhile.
        for (const name of assetsOf(groups)) {
          mkdirSync(join(layout.assets, name), { recursive: true });
        }
        for (const tool of ["kubeconform", "kube-score"] as const) {
          mkdirSync(dirname(cachedTool(layout, tool)), { recursive: true });
          writeFileSync(cachedTool(layout, tool), "");
        }
      },
    });
    expect(toolchain.path("kubeconform")).to.equal(cachedTool(layout, "kubeconform"));
    expect(claim).to.have.property("release");
    expect(await builtPackages(folder())).to.deep.equal([]);
  });

  it("is built over the claim of a process that died", async () => {
    await writeFakeGo(folder());
    const builders = join(toolchainFolder(), "builders");
    await mkdir(builders, { recursive: true });
    const claim = { host: hostname(), pid: process.pid, startedAt: "before" };
    await writeFile(join(builders, "dead.json"), JSON.stringify(claim));
    expect((await lookUp(process.pid))?.startedAt).to.not.equal(claim.startedAt);
    await ensure();
    expect(await builtPackages(folder())).to.deep.equal([kubeconform, kubeScore]);
  });

  it("that is only looked for is neither built nor prepared for", async () => {
    await writeFakeGo(folder());
    const search = await findToolchain(groups, { environment: environment() });
    expect(search.toolchain).to.equal(undefined);
    expect(search.survey.missing).to.deep.equal(["kubeconform", "kube-score"]);
    expect(search.cost.milliseconds).to.be.greaterThan(30_000);
    expect(existsSync(join(folder(), "cache"))).to.equal(false);
  });

  it("that is required as it is, and is not there, is an error that says how to get it", async () => {
    const { code, message } = await failureOf(
      requireToolchain(groups, { environment: environment() }),
    );
    expect(code).to.equal("incomplete");
    expect(message).to.match(
      /^Missing: kubeconform, kube-score, openapi-v3, cert-manager-crds\. `npm run toolchain -- build manifest-checks` builds that in about 48 s on two cores\.$/,
    );
  });

  it("that is required as it is, and is there, is given", async () => {
    await writeFakeGo(folder());
    const built = await ensure();
    const required = await requireToolchain(groups, { environment: environment() });
    expect(required.path("kubeconform")).to.equal(built.path("kubeconform"));
  });

  it("found on the PATH alone leaves the order of the PATH as it is", async () => {
    await writeFakeGo(folder());
    await ensure();
    await writeSpeaker(join(folder(), "path"), "kubeconform", "v0.7.0");
    await writeSpeaker(join(folder(), "path"), "kube-score", "kube-score version: 1.20.0");
    const toolchain = await ensure();
    expect(dirname(toolchain.path("kubeconform"))).to.equal(join(folder(), "path"));
    expect(toolchain.searchPath).to.equal(toolchain.assets);
  });
});
