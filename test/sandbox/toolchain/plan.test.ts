import { expect } from "chai";
import { listArguments, planCompilation } from "../../../sandbox/toolchain/plan";

/** Two programs that share `fmt` and `yaml`; `fmt` is compiled already. */
const listing = [
  "fmt\tfalse\t",
  "yaml\ttrue\t",
  "schema\ttrue\t",
  "github.com/yannh/kubeconform/cmd/kubeconform\ttrue\tfmt,yaml,schema",
  "score\ttrue\t",
  "github.com/zegl/kube-score/cmd/kube-score\ttrue\tfmt,yaml,score",
  "",
].join("\n");

describe("the plan of a compilation", () => {
  it("counts a shared package for the first tool that needs it, and none that is compiled", () => {
    const plans = planCompilation(listing, ["kubeconform", "kube-score"]);
    expect([...plans]).to.deep.equal([
      [
        "kubeconform",
        {
          packages: new Set(["yaml", "schema", "github.com/yannh/kubeconform/cmd/kubeconform"]),
          fromNothing: 4,
        },
      ],
      [
        "kube-score",
        {
          packages: new Set(["score", "github.com/zegl/kube-score/cmd/kube-score"]),
          fromNothing: 2,
        },
      ],
    ]);
  });

  it("finds a program of our own under its module's name", () => {
    const own = "nephoran.io/toolchain/pulumi/provider\ttrue\tfmt\nfmt\ttrue\t\n";
    const plan = planCompilation(own, ["pulumi-resource-kubernetes"]);
    expect(plan.get("pulumi-resource-kubernetes")?.packages).to.deep.equal(
      new Set(["fmt", "nephoran.io/toolchain/pulumi/provider"]),
    );
  });

  it("cannot be made without the program", () => {
    expect(() => planCompilation("fmt\ttrue\t\n", ["etcd"])).to.throw(
      "go list did not list go.etcd.io/etcd/server/v3",
    );
  });

  it("asks with the flags that the build has, or every package would count as not compiled", () => {
    expect(listArguments("manifest-checks", ["kubeconform"])).to.include.members([
      "list",
      "-deps",
      "-gcflags=all=-dwarf=false",
      "github.com/yannh/kubeconform/cmd/kubeconform",
    ]);
    expect(listArguments("mesh", ["helm"])).to.include.members([
      "-gcflags=all=-dwarf=false",
      "-tags=disable_pgv",
    ]);
  });
});
