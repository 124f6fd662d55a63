import { expect } from "chai";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bundle } from "../../../cli/images/bundle";
import { ownImages, trafficController } from "../../../cli/images/own-images";
import { UNPRIVILEGED_ID } from "../../../components/workload/unprivileged-id";
import { projectDirectory } from "../../shipped-project";

describe("a service as one file", function () {
  this.timeout(30_000);
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "nephoran-bundle-"))));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  for (const { name, entry } of ownImages) {
    it(`is the same bytes each time: ${name}`, async () => {
      const [one, other] = await Promise.all([bundle(entry), bundle(entry)]);
      expect(one).to.deep.equal(other);
    });

    it(`names no folder of the machine that built it: ${name}`, async () => {
      const { code } = await bundle(entry);
      expect(code).not.to.include(projectDirectory);
      expect(code).not.to.include("sourceMappingURL");
    });

    it(`brings the licence of every package in it: ${name}`, async () => {
      const { licences, packages } = await bundle(entry);
      for (const each of packages) expect(licences).to.include(`== ${each}\n\n`);
      for (const wanted of ["pino@", "prom-client@", "pg@", "zod@"]) {
        expect(packages.filter((each) => each.startsWith(wanted))).to.have.length(1);
      }
    });

    it(`is written for whoever reads a stack trace: ${name}`, async () => {
      expect((await bundle(entry)).code).to.include("function standingOverrides(");
    });
  }

  it("logs, counts and speaks to databases with nothing beside it", async () => {
    const { code } = await bundle("test/cli/images/sample-service.ts");
    const file = join(folder, "sample.cjs");
    writeFileSync(file, code);
    const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder });
    expect(JSON.parse(stdout)).to.deep.equal({
      level: 30,
      metrics: "# HELP weight a weight\n# TYPE weight gauge\nweight 40\n",
      refused: "ECONNREFUSED",
    });
  });

  it("keeps the engine's SDK out, and says who wanted it", async () => {
    const error = await bundle("config/engine.ts").catch((caught: unknown) => caught);
    expect(String(error)).to.match(/@pulumi\/pulumi\S* has no place in a service;/);
    expect(String(error)).to.include(join(projectDirectory, "config/engine.ts"));
  });
});

describe("the image of the traffic controller", () => {
  const dockerfile = readFileSync(join(projectDirectory, trafficController.dockerfile), "utf8");

  it("is based on one very image of Node", () => {
    expect(dockerfile).to.match(/^ARG NODE_IMAGE=\S+@sha256:[0-9a-f]{64}$/m);
    expect(dockerfile).to.match(/^FROM \$\{NODE_IMAGE\}$/m);
  });

  it("runs as the user that pods have, by number, and installs nothing", () => {
    expect(dockerfile).to.include(`USER ${UNPRIVILEGED_ID}:${UNPRIVILEGED_ID}\n`);
    expect(dockerfile).not.to.match(/^RUN /m);
  });

  it("starts the file that is put into it", () => {
    expect(dockerfile).to.include(`COPY --chown=0:0 app/ /app/\n`);
    expect(dockerfile).to.include(`"/app/${trafficController.name}.cjs"]`);
  });
});
