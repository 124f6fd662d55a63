import { expect } from "chai";
import { entryOf, imageEntries, KNOWN_IMAGES } from "../../../../sandbox/live/images/catalog";
import { podsOf, renderedRegions } from "../../../manifests/rendered";
import { containersOf, type FoundContainer } from "./containers";

describe("the images that run in the live depth", () => {
  let containers: readonly FoundContainer[];
  before(async function () {
    this.timeout(120_000);
    containers = (await renderedRegions()).flatMap(({ region, manifests }) =>
      containersOf(podsOf(manifests), region),
    );
  });

  const images = (isKnown: boolean) =>
    [
      ...new Set(
        containers
          .map(({ image }) => image)
          .filter((image) => (entryOf(image) !== undefined) === isKnown)
          .map((image) => image.replace(/:[^:]*$/, "")),
      ),
    ].sort();

  it("are those of the program that move or decide something", () => {
    expect(images(true)).to.deep.equal([
      "docker.io/cockroachdb/cockroach",
      "docker.io/nephoran/llm-processor",
      "docker.io/nephoran/traffic-controller",
      "docker.io/prom/alertmanager",
      "docker.io/prom/prometheus",
      "docker.io/rancher/mirrored-kube-state-metrics-kube-state-metrics",
    ]);
    expect(images(false)).to.deep.equal([
      "docker.io/grafana/grafana",
      "docker.io/nephoran/llm-inference",
      "docker.io/nephoran/ml-training",
      "docker.io/nephoran/state-synchronizer",
      "docker.io/semitechnologies/weaviate",
    ]);
  });

  it("are known by any registry, tag and digest, and by nothing but their whole name", () => {
    const known = new RegExp(KNOWN_IMAGES);
    const are = [
      "istio/pilot",
      "docker.io/istio/pilot:1.31.0",
      "host:5000/a/istio/proxyv2:1@sha256:1",
    ];
    const areNot = [
      ...["auto", "pilot", "istio/install-cni:1.31.0", "istio/pilot-x:1", "myistio/pilot:1"],
      ...["prom/prometheus-adapter:1", "istio/pilot:1/2", "istio/pilot extra", ""],
    ];
    expect(are.filter((image) => !known.test(image))).to.deep.equal([]);
    expect(areNot.filter((image) => known.test(image))).to.deep.equal([]);
  });

  it("are told by an expression that RE2 takes as well", () => {
    // Groups without names, and no backreference: https://github.com/google/re2/wiki/Syntax
    expect(KNOWN_IMAGES).to.not.match(/\(\?|\\\d/);
  });

  it("have one entry each", () => {
    for (const { repository } of imageEntries) {
      expect(imageEntries.filter((entry) => entry === entryOf(repository))).to.have.length(1);
    }
  });

  it("say so where something else stands in for them", () => {
    const standIns = imageEntries.filter(({ standIn }) => standIn !== undefined);
    expect(standIns.map(({ repository }) => repository)).to.deep.equal([
      "istio/proxyv2",
      "nephoran/llm-processor",
      "cockroachdb/cockroach",
    ]);
  });

  it("lose no variable and no argument of the program's containers", () => {
    let count = 0;
    for (const { image, context } of containers) {
      const process = entryOf(image)?.process(context);
      if (process?.kind !== "run") continue;
      const { name, command, args, environment } = context.container;
      expect(process.environment, name).to.include(environment);
      const given = [...command.slice(1), ...args];
      expect(process.command.slice(process.command.length - given.length), name).to.deep.equal(
        given,
      );
      expect(process.command[0], name).to.match(/^\//);
      count += 1;
    }
    expect(count).to.be.greaterThan(20);
  });
});
