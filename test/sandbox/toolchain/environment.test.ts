import { expect } from "chai";
import { readEnvironment } from "../../../sandbox/toolchain/environment";

describe("the toolchain's environment", () => {
  it("keeps its cache in NEPHORAN_CACHE before all other places", () => {
    const { cache } = readEnvironment({
      NEPHORAN_CACHE: "/big/disk",
      XDG_CACHE_HOME: "/xdg",
      HOME: "/home/ann",
    });
    expect(cache).to.equal("/big/disk");
  });

  it("keeps it below XDG_CACHE_HOME otherwise, and below the home folder as a last resort", () => {
    const home = { HOME: "/home/ann" };
    expect(readEnvironment({ ...home, XDG_CACHE_HOME: "/xdg" }).cache).to.equal("/xdg/nephoran");
    expect(readEnvironment(home).cache).to.equal("/home/ann/.cache/nephoran");
  });

  it("takes an empty variable for one that is not set", () => {
    const environment = readEnvironment({
      HOME: "/home/ann",
      NEPHORAN_CACHE: "",
      KUBEBUILDER_ASSETS: "",
      PATH: "",
    });
    expect(environment.cache).to.equal("/home/ann/.cache/nephoran");
    expect(environment.kubebuilderAssets).to.equal(undefined);
    expect(environment.path).to.deep.equal([]);
  });

  it("knows where Pulumi keeps its plugins", () => {
    expect(readEnvironment({ HOME: "/home/ann" }).pulumiPlugins).to.equal(
      "/home/ann/.pulumi/plugins",
    );
    expect(readEnvironment({ HOME: "/home/ann", PULUMI_HOME: "/p" }).pulumiPlugins).to.equal(
      "/p/plugins",
    );
  });
});
