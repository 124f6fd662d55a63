import { expect } from "chai";
import { imagesIn } from "../../../cli/doctor/images";
import { shippedProject } from "../../shipped-project";
import type { StandIns } from "../stand-ins";
import { bad, doctor, FOREIGN, kubectl, OWN, wellEquipped } from "./session";

describe("nephoran doctor, looking at a cluster", () => {
  let standIns: StandIns;
  beforeEach(async () => {
    standIns = await wellEquipped();
  });
  afterEach(() => {
    standIns.remove();
  });

  it("tells a context that is missing from a cluster that does not answer", async () => {
    await standIns.write(
      "kubectl",
      kubectl(
        `case "$*" in *get-contexts*) echo 'error: context eu-west-1 not found' >&2; exit 1 ;; esac`,
      ),
    );
    expect(await bad(standIns)).to.deep.equal([
      {
        region: "eu-west-1",
        what: "context",
        state: "missing",
        detail: "no eu-west-1",
        next: "add a context eu-west-1 to the kubeconfig, or name another one as nephoran:kubeContext",
      },
    ]);
    await standIns.write(
      "kubectl",
      kubectl(
        `case "$*" in *"version --output"*) echo 'Unable to connect to the server: EOF' >&2; exit 1 ;; esac`,
      ),
    );
    expect((await bad(standIns)).map(({ what, detail }) => [what, detail])).to.deep.equal([
      ["API server", "Unable to connect to the server: EOF"],
    ]);
  });

  it("tells a Kubernetes that is too old, storage and rights that are missing", async () => {
    await standIns.write(
      "kubectl",
      kubectl(`case "$*" in
        *"version --output"*) echo '{"serverVersion":{"gitVersion":"v1.33.9"}}'; exit ;;
        *storageclasses*) echo '{"items":[{"metadata":{"name":"slow"}}]}'; exit ;;
        *can-i*) echo no; echo "Warning: resource '*' is not namespace scoped" >&2; exit 1 ;;
      esac`),
    );
    expect(
      (await bad(standIns)).map(({ what, state, detail }) => [what, state, detail]),
    ).to.deep.equal([
      ["API server", "missing", "1.33.9 is too old"],
      ["StorageClass", "missing", "no default; there is slow"],
      ["rights", "missing", "not everything, everywhere"],
    ]);
  });

  it("wants the very StorageClass that a stack names", async () => {
    const stacks = shippedProject.stacks.map((stack) => ({
      ...stack,
      weaviate: { ...stack.weaviate, storageClass: "slow" },
    }));
    expect(await bad(standIns, { project: () => ({ ...shippedProject, stacks }) })).to.deep.equal(
      [],
    );
    const other = stacks.map((stack) => ({
      ...stack,
      weaviate: { ...stack.weaviate, storageClass: "tape" },
    }));
    const [finding] = await bad(standIns, {
      project: () => ({ ...shippedProject, stacks: other }),
    });
    expect(finding).to.deep.include({ state: "missing", detail: "no tape; there is slow, fast" });
  });

  it("says what is unknown where it may not look", async () => {
    await standIns.write(
      "kubectl",
      kubectl(`case "$*" in *storageclasses*|*nodes*)
        echo 'Error from server (Forbidden): is forbidden' >&2; exit 1 ;; esac`),
    );
    await standIns.write("docker", "echo unauthorized >&2; exit 1");
    const { exitCode } = await doctor(standIns, ["--region", "eu-west-1"]);
    expect(exitCode).to.equal(undefined);
    expect(await bad(standIns)).to.deep.equal([
      {
        region: "eu-west-1",
        what: "StorageClass",
        state: "unknown",
        detail: "Error from server (Forbidden): is forbidden",
        next: "ask somebody who may list StorageClasses",
      },
      {
        region: "eu-west-1",
        what: "image",
        state: "unknown",
        detail: OWN,
        next: "nephoran images build --image traffic-controller --push, or --kind CLUSTER",
      },
      {
        region: "eu-west-1",
        what: "image",
        state: "unknown",
        detail: FOREIGN,
        next: "docker could tell whether the registry has it",
      },
    ]);
  });

  it("names the images that no registry has, and how to make our own", async () => {
    await standIns.write("docker", "echo 'no such manifest: x' >&2; exit 1");
    await standIns.write(
      "kubectl",
      kubectl(`case "$*" in *nodes*) echo '{"items":[]}'; exit ;; esac`),
    );
    expect((await bad(standIns)).map(({ state, next }) => [state, next])).to.deep.equal([
      ["missing", "nephoran images build --image traffic-controller --push, or --kind CLUSTER"],
      ["missing", "mirror it to this registry"],
    ]);
  });
});

describe("the images of a region", () => {
  it("are those of all containers, each once", () => {
    const pod = (image: string) => ({
      spec: { template: { spec: { initContainers: [{ image: "b:1" }], containers: [{ image }] } } },
    });
    const job = { spec: { jobTemplate: pod("c:1") } };
    const other = { data: { image: "no container's" }, containers: "none" };
    expect(imagesIn([pod("a:1"), pod("b:1"), job, other, null])).to.deep.equal([
      "a:1",
      "b:1",
      "c:1",
    ]);
  });
});
