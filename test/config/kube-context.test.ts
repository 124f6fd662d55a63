import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { requireKubeContext } from "../../config/kube-context";
import { shippedStack } from "../shipped-project";

describe("the kube context of a region", () => {
  let directory: string;
  let kubeconfig: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "nephoran-kube-"));
    kubeconfig = join(directory, "config");
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const check = (context: string) => () => {
    requireKubeContext({ ...shippedStack("eu-west-1"), cluster: { context, kubeconfig } });
  };

  it("is accepted when the kubeconfig has it", () => {
    writeFileSync(kubeconfig, "contexts: [{ name: eu-west-1 }, { name: dev }]");
    expect(check("eu-west-1")).to.not.throw();
  });

  it("is refused with the contexts that there are", () => {
    writeFileSync(kubeconfig, "contexts: [{ name: kind }, { name: dev }]");
    expect(check("eu-west-1")).to.throw(
      /kubeContext is "eu-west-1".*\n\s+allowed: one of kind, dev/,
    );
  });

  it("is refused when there is no kubeconfig at all", () => {
    expect(check("eu-west-1")).to.throw(/which has none; nephoran:kubeconfig names another file/);
  });
});
