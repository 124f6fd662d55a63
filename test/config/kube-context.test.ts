import { createServer, type AddressInfo } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { requireKubeContext, whyUnreachable } from "../../config/kube-context";
import { shippedStack } from "../shipped-project";

const kubeconfigWith = (...contexts: string[]): string =>
  JSON.stringify({
    clusters: [{ name: "local", cluster: { server: "https://127.0.0.1:6443" } }],
    contexts: contexts.map((name) => ({ name, context: { cluster: "local" } })),
  });

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
    writeFileSync(kubeconfig, kubeconfigWith("eu-west-1", "dev"));
    expect(check("eu-west-1")).to.not.throw();
  });

  it("is refused with the contexts that there are", () => {
    writeFileSync(kubeconfig, kubeconfigWith("kind", "dev"));
    expect(check("eu-west-1")).to.throw(
      /kubeContext is "eu-west-1".*\n\s+allowed: one of kind, dev/,
    );
  });

  it("is refused when there is no kubeconfig at all", () => {
    expect(check("eu-west-1")).to.throw(/which has none; nephoran:kubeconfig names another file/);
  });

  const reasonAt = (port: number) =>
    whyUnreachable(shippedStack("eu-west-1"), {
      server: `https://127.0.0.1:${port}`,
      proxied: false,
    });

  it("is reachable when its API server accepts connections, and says what to do when not", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    expect(await reasonAt(port)).to.equal(undefined);

    await new Promise((resolve) => server.close(resolve));
    expect(await reasonAt(port)).to.match(
      /^The API server of eu-west-1 cannot be reached at https:\S+: connect ECONNREFUSED.*kubectl --context eu-west-1 version/,
    );
  });
});
