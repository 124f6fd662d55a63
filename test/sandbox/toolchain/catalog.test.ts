import { expect } from "chai";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { modulesFolder } from "../../../sandbox/toolchain/cache";
import { toolNames, toolOf, toolsOf } from "../../../sandbox/toolchain/catalog";
import { goToolNames, goToolOf, linkerFlags } from "../../../sandbox/toolchain/go-tools";
import { toolGroups } from "../../../sandbox/toolchain/tool";
import { findVersion, isWithin } from "../../../sandbox/toolchain/version";

const goMod = (module: string) => readFile(join(modulesFolder, module, "go.mod"), "utf8");

describe("the catalogue of tools", () => {
  for (const name of goToolNames.filter((tool) => !goToolOf(tool).package.startsWith("./"))) {
    it(`builds the ${name} that go.mod pins`, async () => {
      const { module, package: goPackage, version, pin = version } = goToolOf(name);
      const text = await goMod(module);
      const pins = [...text.matchAll(/^(?:require)?\s*(\S+) v(\S+)/gm)]
        .filter(([, path]) => path !== undefined && `${goPackage}/`.startsWith(`${path}/`))
        .map(([, , pinned]) => pinned);
      expect(pins).to.deep.equal([pin]);
      expect(text).to.match(new RegExp(`^(tool )?\\s*${goPackage}$`, "m"));
    });
  }

  it("tells each program that is built which release it is", () => {
    const told = goToolNames.filter((name) => {
      const flags = linkerFlags(goToolOf(name));
      const { version } = goToolOf(name);
      return flags.includes(`=v${version}`) || flags.includes(`=${version}`);
    });
    // The others have it in their sources.
    const untold = goToolNames.filter((name) => !told.includes(name));
    expect(untold).to.deep.equal(["etcd", "kwok", "pulumi-language-nodejs", "coredns"]);
  });

  it("accepts what it makes itself", () => {
    // The language host is older than the releases that are accepted beside a real CLI.
    for (const name of toolNames.filter((tool) => tool !== "pulumi-language-nodejs")) {
      const { version, accepts } = toolOf(name);
      const parsed = findVersion(version);
      expect(parsed && isWithin(parsed, accepts), name).to.equal(true);
    }
  });

  it("gives the tools of a group in build order, whatever the order of the groups", () => {
    expect(toolsOf(["manifest-checks", "cluster"])).to.deep.equal([
      "etcd",
      "kubectl",
      "kube-apiserver",
      "kube-controller-manager",
      "kube-scheduler",
      "kwok",
      "kubeconform",
      "kube-score",
      "checkov",
    ]);
    expect(toolsOf(toolGroups)).to.deep.equal(toolNames);
  });
});
