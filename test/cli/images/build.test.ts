import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSteps, asTyped, type BuildRequest } from "../../../cli/images/build-plan";
import { imagesCommand } from "../../../cli/images/command";
import { trafficController } from "../../../cli/images/own-images";
import type { Project } from "../../../config/files";
import { shippedProject, shippedStack } from "../../shipped-project";
import { type Outcome, outcomeOf, StandIns } from "../stand-ins";

const { registry, version } = shippedStack("us-east-1").release;
const NAME = `${registry}/nephoran/traffic-controller:${version}`;

describe("nephoran images build", function () {
  this.timeout(30_000);
  let standIns: StandIns;
  beforeEach(() => (standIns = new StandIns()));
  afterEach(() => {
    standIns.remove();
  });

  const images = (
    words: readonly string[],
    { project = shippedProject, variables = {} }: Partial<ImagesWorld> = {},
  ): Promise<Outcome> =>
    outcomeOf((print) =>
      imagesCommand({ project: () => project, run: standIns.run, print, variables }).parseAsync(
        ["build", ...words],
        { from: "user" },
      ),
    );
  interface ImagesWorld {
    readonly project: Project;
    readonly variables: NodeJS.ProcessEnv;
  }

  /** A docker that keeps what it was given to build from. */
  const KEEPING = `
    [ "$1" = build ] || exit 0
    for context; do :; done
    cp -r "$context" "$(dirname "$0")/../context"`;

  it("gives docker the bundle, its licences and the Dockerfile, under the name of the stacks", async () => {
    await standIns.write("docker", KEEPING);
    const { printed, error } = await images([]);
    expect({ printed, error }).to.deep.equal({ printed: [`${NAME} is built.`], error: undefined });
    const [asked, built, ...rest] = standIns.calls();
    expect(asked).to.equal("docker --version");
    expect(built?.replace(/\S+$/, "CONTEXT")).to.equal(
      `docker build --build-arg SOURCE_DATE_EPOCH=315532800 --build-arg VERSION=${version} ` +
        `--build-arg DESCRIPTION=${trafficController.description} --tag ${NAME} CONTEXT`,
    );
    expect(rest).to.deep.equal([]);
    const kept = (file: string): string =>
      readFileSync(join(standIns.folder, "context", file), "utf8");
    expect(kept("app/traffic-controller.cjs")).to.match(/^"use strict";/);
    expect(kept("app/LICENCES.txt")).to.include("== pino@");
    expect(kept("Dockerfile")).to.equal(readFileSync(trafficController.dockerfile, "utf8"));
  });

  it("gives all files one time, that of SOURCE_DATE_EPOCH", async () => {
    await standIns.write(
      "docker",
      `[ "$1" = build ] || exit 0
       for context; do :; done
       stat -c %Y "$context"/app "$context"/app/* > "$(dirname "$0")/../times"`,
    );
    await images([], { variables: { SOURCE_DATE_EPOCH: "1700000000" } });
    const times = readFileSync(join(standIns.folder, "times"), "utf8").trim().split("\n");
    expect(times).to.deep.equal(["1700000000", "1700000000", "1700000000"]);
    expect(standIns.calls()[1]).to.include("--build-arg SOURCE_DATE_EPOCH=1700000000 ");
  });

  it("pushes every name that some stack asks for, from one build", async () => {
    await standIns.write("docker");
    const stacks = shippedProject.stacks.map((stack, index) =>
      index === 0
        ? { ...stack, release: { ...stack.release, registry: "mirror.test:5000" } }
        : stack,
    );
    const { printed } = await images(["--push"], { project: { ...shippedProject, stacks } });
    const names = [`mirror.test:5000/nephoran/traffic-controller:${version}`, NAME];
    expect(printed).to.deep.equal(names.map((name) => `${name} is built and pushed.`));
    expect(standIns.calls().slice(2)).to.deep.equal(names.map((name) => `docker push ${name}`));
  });

  it("loads into a cluster of kind what it has built", async () => {
    await standIns.write("docker");
    await standIns.write("kind");
    await images(["--kind", "lab", "--registry", "registry.test", "--version", "1.2.3"]);
    expect(standIns.calls().at(-1)).to.equal(
      "kind load docker-image --name lab registry.test/nephoran/traffic-controller:1.2.3",
    );
  });

  it("takes podman where there is no docker", async () => {
    await standIns.write("podman");
    const { error } = await images([]);
    expect(error).to.equal(undefined);
    expect(standIns.calls()[1]).to.match(/^podman build --timestamp 315532800 /);
  });

  it("says what it would run, and runs nothing", async () => {
    await standIns.write("docker");
    const { printed } = await images(["--dry-run", "--push", "--platform", "linux/arm64"]);
    expect(printed).to.deep.equal([
      `docker build --platform linux/arm64 --build-arg SOURCE_DATE_EPOCH=315532800 --build-arg VERSION=${version} ` +
        `--build-arg 'DESCRIPTION=${trafficController.description}' --tag ${NAME} CONTEXT`,
      `docker push ${NAME}`,
    ]);
    expect(standIns.calls()).to.deep.equal(["docker --version"]);
  });

  it("says which step failed, and goes no further", async () => {
    await standIns.write("docker", `[ "$1" = build ] && exit 3 || exit 0`);
    const { printed, error } = await images(["--push"]);
    expect(error).to.match(/^This failed, see above:\n {2}docker build /);
    expect(printed).to.deep.equal([]);
    expect(standIns.calls()).to.have.length(2);
  });

  it("says what is missing", async () => {
    expect((await images([])).error).to.equal(
      "Neither docker nor podman is on the PATH. Install one of them; either builds these images.",
    );
    await standIns.write("docker");
    expect((await images(["--kind", "lab"])).error).to.match(
      /^This failed, kind is not on the PATH:\n {2}kind load docker-image/,
    );
  });

  it("refuses a base image that may be another one tomorrow, and a time that is none", async () => {
    await standIns.write("docker");
    const { error } = await images(["--node-image", "node:24-slim"]);
    expect(error).to.match(/^--node-image is node:24-slim, which may be another image tomorrow\./);
    const wrong = await images([], { variables: { SOURCE_DATE_EPOCH: "yesterday" } });
    expect(wrong.error).to.match(/^SOURCE_DATE_EPOCH is "yesterday"; a whole number of seconds/);
    const digest = "a".repeat(64);
    const { printed } = await images(["--dry-run", "--node-image", `node@sha256:${digest}`]);
    expect(printed[0]).to.include(`--build-arg NODE_IMAGE=node@sha256:${digest} `);
  });
});

describe("the steps of a build with podman", () => {
  it("lead into kind by a file, since kind asks docker for images", () => {
    const request: BuildRequest = {
      tool: "podman",
      image: trafficController,
      releases: [{ registry: "registry.test", version: "1" }],
      context: "/tmp/context",
      destination: { to: "kind", cluster: "lab" },
      sourceDateEpoch: 0,
    };
    expect(buildSteps(request).slice(1).map(asTyped)).to.deep.equal([
      "podman save --multi-image-archive --output /tmp/context.tar registry.test/nephoran/traffic-controller:1",
      "kind load image-archive --name lab /tmp/context.tar",
    ]);
  });
});
