import { expect } from "chai";
import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseAllDocuments } from "yaml";
import {
  assertPresent,
  controlPlaneBinaries,
  podReadyStage,
  stageFiles,
} from "../../../sandbox/cluster/binaries";
import { ClusterError } from "../../../sandbox/cluster/failure";
import { temporaryFolder } from "../processes/temporary-folder";

const TOOLS = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
  "kubectl",
];

describe("the programs of a control plane", () => {
  const folder = temporaryFolder();
  const binaries = () =>
    controlPlaneBinaries({
      path: (tool) => join(folder(), "bin", tool),
      assets: join(folder(), "assets"),
    });

  it("are the toolchain's, by name", () => {
    const { kwokStages, ...programs } = binaries();
    expect(Object.values(programs)).to.have.members(TOOLS.map((t) => join(folder(), "bin", t)));
    expect(kwokStages).to.equal(join(folder(), "assets", "kwok-stages"));
  });

  it("are missed by name, all at once", async () => {
    const files = [
      ...TOOLS.map((tool) => join(folder(), "bin", tool)),
      podReadyStage(binaries().kwokStages),
      ...stageFiles(binaries().kwokStages).filter((file) => file.startsWith(folder())),
    ];
    for (const file of files) {
      await mkdir(dirname(file), { recursive: true });
      if (!file.endsWith("/kwok") && !file.endsWith("pod-ready.yaml")) await writeFile(file, "");
    }
    const error = await assertPresent(binaries()).catch((e: unknown) => e);
    expect(error).to.be.an.instanceOf(ClusterError);
    expect((error as ClusterError).message).to.equal(
      `the toolchain is incomplete, these files are missing: ${join(folder(), "bin/kwok")}, ${join(folder(), "assets/kwok-stages/pod/fast/pod-ready.yaml")}`,
    );
    for (const file of files) await writeFile(file, "");
    await assertPresent(binaries());
  });

  it("come with this folder's own stages, which are well-formed", async () => {
    const own = stageFiles("/assets").filter((file) => !file.startsWith("/assets"));
    const names: unknown[] = [];
    for (const file of own) {
      await access(file);
      for (const document of parseAllDocuments(await readFile(file, "utf8"))) {
        expect(document.errors).to.deep.equal([]);
        names.push(document.getIn(["metadata", "name"]));
      }
    }
    expect(names).to.deep.equal([
      "volume-provision-or-grow",
      "volume-delete",
      "load-balancer-address",
    ]);
  });
});
