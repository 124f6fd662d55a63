import { expect } from "chai";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { assetsOf, copyAsset, hasAsset } from "../../../sandbox/toolchain/assets";
import { temporaryFolder } from "../processes/temporary-folder";

describe("the assets", () => {
  const folder = temporaryFolder();
  const source = () => join(folder(), "module");
  const target = () => join(folder(), "assets");
  const write = async (files: readonly string[]) => {
    for (const file of files) {
      await mkdir(dirname(join(source(), file)), { recursive: true });
      await writeFile(join(source(), file), file);
      await chmod(join(source(), file), 0o444);
    }
  };
  const copied = async (name: string) =>
    (await readdir(join(target(), name), { recursive: true })).filter((file) => file.includes("."));

  it("of KWOK are the stages that it plays, not tests, sources or kustomizations", async () => {
    await write([
      "kustomize/stage/node/fast/node-initialize.yaml",
      "kustomize/stage/node/fast/kustomization.yaml",
      "kustomize/stage/node/fast/embed.go",
      "kustomize/stage/node/fast/testdata/node.input.yaml",
      "kustomize/stage/node/heartbeat/node-heartbeat.yaml",
      "kustomize/stage/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
      "kustomize/stage/pod/chaos/pod-failed.yaml",
      "kustomize/stage/pod/fast/pod-ready.yaml",
      "kustomize/stage/volume/fast/pv-bind.yaml",
    ]);
    await copyAsset("kwok-stages", source(), target());
    expect(await copied("kwok-stages")).to.have.members([
      "node/fast/node-initialize.yaml",
      "node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
      "pod/fast/pod-ready.yaml",
      "volume/fast/pv-bind.yaml",
    ]);
  });

  it("of Kubernetes are the specifications of versions, not the lists of them", async () => {
    const spec = "api/openapi-spec/v3";
    await write([
      `${spec}/api__v1_openapi.json`,
      `${spec}/apis__apps__v1_openapi.json`,
      `${spec}/apis__autoscaling_openapi.json`,
      `${spec}/apis__resource.k8s.io__v1beta2_openapi.json`,
      `${spec}/openid__v1__jwks_openapi.json`,
      `${spec}/version_openapi.json`,
    ]);
    await copyAsset("openapi-v3", source(), target());
    expect(await copied("openapi-v3")).to.have.members([
      "api__v1_openapi.json",
      "apis__apps__v1_openapi.json",
      "apis__resource.k8s.io__v1beta2_openapi.json",
    ]);
  });

  const chart = (source: string) => [
    `manifests/charts/${source}/Chart.yaml`,
    `manifests/charts/${source}/templates/_helpers.tpl`,
    `manifests/charts/${source}/files/profile-demo.yaml`,
  ];

  it("of Istio are whole charts under the names of its Helm repository, and no others", async () => {
    const sources = ["base", "istio-control/istio-discovery", "istio-cni", "gateway", "ztunnel"];
    await write(sources.flatMap(chart));
    await copyAsset("istio-charts", source(), target());
    expect(await copied("istio-charts")).to.have.members(
      ["base", "istiod", "cni", "gateway"].flatMap((name) => [
        `${name}/Chart.yaml`,
        `${name}/templates/_helpers.tpl`,
        `${name}/files/profile-demo.yaml`,
      ]),
    );
    expect(await readFile(join(target(), "istio-charts/istiod/Chart.yaml"), "utf8")).to.equal(
      "manifests/charts/istio-control/istio-discovery/Chart.yaml",
    );
  });

  it("are not there at all if one of their folders is not in the module", async () => {
    await write(["base", "istio-cni", "gateway"].flatMap(chart));
    const error: unknown = await copyAsset("istio-charts", source(), target()).catch(
      (reason: unknown) => reason,
    );
    expect(String(error)).to.contain("istio-discovery");
    expect(await readdir(folder())).to.deep.equal(["module"]);
  });

  it("are one file for Envoy's start, and definitions alone for cert-manager", async () => {
    await write([
      "tools/packaging/common/envoy_bootstrap.json",
      "tools/packaging/common/istio-start.sh",
      "deploy/crds/README.md",
      "deploy/crds/cert-manager.io_certificates.yaml",
    ]);
    await copyAsset("envoy-bootstrap", source(), target());
    expect(await copied("envoy-bootstrap")).to.deep.equal(["envoy_bootstrap.json"]);
    await copyAsset("cert-manager-crds", source(), target());
    expect(await copied("cert-manager-crds")).to.deep.equal(["cert-manager.io_certificates.yaml"]);
  });

  it("of a group are those that it needs, which others may need too", () => {
    expect(assetsOf(["cluster"])).to.deep.equal(["kwok-stages", "istio-charts"]);
    expect(assetsOf(["mesh"])).to.deep.equal(["istio-charts", "envoy-bootstrap"]);
    expect(assetsOf(["pulumi"])).to.deep.equal([]);
  });

  it("are there once their folder is", async () => {
    expect(await hasAsset("openapi-v3", target())).to.equal(false);
    await write(["api/openapi-spec/v3/api__v1_openapi.json"]);
    await copyAsset("openapi-v3", source(), target());
    expect(await hasAsset("openapi-v3", target())).to.equal(true);
    expect(await readdir(target())).to.deep.equal(["openapi-v3"]);
  });

  it("are an error if the module has none of the files", async () => {
    await write(["api/openapi-spec/v3/README.md"]);
    const error: unknown = await copyAsset("openapi-v3", source(), target()).catch(
      (reason: unknown) => reason,
    );
    expect(String(error)).to.contain("has no file that matches");
    expect(await hasAsset("openapi-v3", target())).to.equal(false);
  });
});
