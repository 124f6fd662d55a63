import { expect } from "chai";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { modulesFolder } from "../../../sandbox/toolchain/cache";
import {
  linkerFlags,
  toolGroups,
  toolNames,
  toolOf,
  toolsOf,
} from "../../../sandbox/toolchain/catalog";
import { findVersion, isWithin } from "../../../sandbox/toolchain/version";

const goMod = (module: string) => readFile(join(modulesFolder, module, "go.mod"), "utf8");

describe("the catalogue of tools", () => {
  for (const name of toolNames.filter((tool) => toolOf(tool).package !== "./provider")) {
    it(`builds the ${name} that go.mod pins`, async () => {
      const { module, package: goPackage, version } = toolOf(name);
      const text = await goMod(module);
      const pins = [...text.matchAll(/^\s*(\S+) v(\d+\.\d+\.\d+)/gm)]
        .filter(([, path]) => path !== undefined && `${goPackage}/`.startsWith(`${path}/`))
        .map(([, , pin]) => pin);
      expect(pins).to.deep.equal([version]);
      expect(text).to.match(new RegExp(`^(tool )?\\s*${goPackage}$`, "m"));
    });
  }

  it("tells each program that prints its version which one it is", () => {
    const told = toolNames.filter((name) => {
      const flags = linkerFlags(toolOf(name));
      return (
        flags.includes(`=v${toolOf(name).version}`) || flags.includes(`=${toolOf(name).version}`)
      );
    });
    // The others have it in their sources.
    const untold = toolNames.filter((name) => !told.includes(name));
    expect(untold).to.deep.equal(["etcd", "kwok", "pulumi-language-nodejs"]);
  });

  it("accepts what it builds itself", () => {
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
    ]);
    expect(toolsOf(toolGroups)).to.deep.equal(toolNames);
  });
});
