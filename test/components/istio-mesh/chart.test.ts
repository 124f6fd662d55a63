import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { requireCharts } from "../../../components/istio-mesh/chart";
import { istiodValues } from "../../../components/istio-mesh/control-plane-values";
import { OperatorError } from "../../../config/operator-error";
import type { Istio } from "../../../config/mesh-config";
import { shippedStack } from "../../shipped-project";
import { meshCa } from "./meshes";

const { istio } = shippedStack("us-east-1");

/** A folder with empty charts of these names. */
function folderWith(...charts: readonly string[]): string {
  const directory = mkdtempSync(join(tmpdir(), "nephoran-charts-"));
  for (const chart of charts) {
    mkdirSync(join(directory, chart));
    writeFileSync(join(directory, chart, "Chart.yaml"), "");
  }
  return directory;
}

describe("Istio's charts", () => {
  const from = (directory: string, mode: Istio["mode"] = "install"): Istio => ({
    ...istio,
    mode,
    charts: { directory },
  });

  it("are looked for in their folder before anything is made", () => {
    const directory = folderWith("base", "gateway");
    expect(() => {
      requireCharts(from(directory));
    }).to.throw(
      OperatorError,
      `nephoran:istio.charts is ${directory}, in which there is no chart cni, istiod; nothing was ` +
        "deployed. Put Istio's official charts there, each in a folder of its name (`helm pull cni " +
        "--repo URL --untar`), or leave the setting out to have them fetched from " +
        "nephoran:istio.repository.",
    );
    requireCharts(from(folderWith("base", "cni", "istiod", "gateway")));
  });

  it("are not asked for beyond the gateway where the mesh is somebody else's", () => {
    requireCharts(from(folderWith("gateway"), "existing"));
    expect(() => {
      requireCharts(from(folderWith(), "existing"));
    }).to.throw("there is no chart gateway;");
  });

  it("are asked of their repository by the preview", () => {
    requireCharts(istio);
  });
});

describe("istiod", () => {
  const config = shippedStack("us-east-1");
  const checksum = (ca: Partial<typeof meshCa>): unknown =>
    istiodValues({ ...config, meshCa: { ...meshCa, ...ca } })["podAnnotations"];

  it("starts anew with another CA or another root, and only then", () => {
    expect(checksum({})).to.deep.equal(checksum({}));
    expect(checksum({ certificate: "another" })).to.not.deep.equal(checksum({}));
    expect(checksum({ roots: "others" })).to.not.deep.equal(checksum({}));
    expect(istiodValues(config)).to.not.have.property("podAnnotations");
  });

  it("is in the mesh of all regions as a cluster and a network of its own", () => {
    expect(istiodValues(config)["global"]).to.deep.include({
      meshID: "nephoran",
      network: "us-east-1",
      multiCluster: { clusterName: "us-east-1" },
      hub: istio.hub,
      tag: istio.version,
    });
  });

  it("lets proxies connect to what is known, and wants no privilege for their pods", () => {
    const values = istiodValues(config);
    expect(values["cni"]).to.deep.equal({ enabled: true });
    expect(values["meshConfig"]).to.deep.include({
      outboundTrafficPolicy: { mode: "REGISTRY_ONLY" },
      enableAutoMtls: true,
    });
    expect(values).to.have.nested.property("global.proxy.seccompProfile.type", "RuntimeDefault");
    expect(values).to.have.nested.property("seccompProfile.type", "RuntimeDefault");
  });

  it("is given plain values alone, or a preview would see no object of it", () => {
    const values = istiodValues({ ...config, meshCa });
    expect(JSON.parse(JSON.stringify(values))).to.deep.equal(values);
    expect(JSON.stringify(values)).to.not.contain("[secret]");
  });
});
