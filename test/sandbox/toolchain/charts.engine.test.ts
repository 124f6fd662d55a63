import { expect } from "chai";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { runCommand } from "../../../sandbox/toolchain/command";
import { requireToolchain, type Toolchain } from "../../../sandbox/toolchain/toolchain";
import { temporaryFolder } from "../processes/temporary-folder";

/** An object of each chart without which it would do nothing. */
const objects = {
  base: "CustomResourceDefinition/virtualservices.networking.istio.io",
  istiod: "Deployment/istiod",
  cni: "DaemonSet/istio-cni-node",
  gateway: "Deployment/gateway",
};

describe("Istio's charts", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  let toolchain: Toolchain;

  before(async () => {
    toolchain = await requireToolchain(["mesh"]);
  });

  for (const [name, object] of Object.entries(objects)) {
    it(`give ${object} from the folder ${name}`, async () => {
      const chart = join(toolchain.assets, "istio-charts", name);
      const { output, errorLines } = await runCommand(
        toolchain.path("helm"),
        ["template", name, chart, "--namespace=istio-system"],
        { variables: { HOME: folder() } },
      );
      expect(errorLines).to.deep.equal([]);
      const rendered = parseAllDocuments(output).flatMap((document) => {
        const value = document.toJS() as { kind: string; metadata: { name: string } } | null;
        return value === null ? [] : `${value.kind}/${value.metadata.name}`;
      });
      expect(rendered).to.contain(object);
    });
  }
});
