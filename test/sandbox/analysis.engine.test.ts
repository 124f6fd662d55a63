import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { runCommand } from "../../sandbox/toolchain/command";
import { requireToolchain } from "../../sandbox/toolchain/toolchain";
import { sharedSandbox, type SharedSandbox, UP_TIMEOUT_MS } from "../engine-sandbox";

const objects = z.object({ items: z.array(z.looseObject({ kind: z.string() })) });
const messages = z.array(z.object({ code: z.string(), message: z.string(), origin: z.string() }));

/** What istioctl looks at, besides Istio's own kinds. */
const KINDS = [
  ...["namespaces", "services", "pods", "deployments", "daemonsets", "configmaps"],
  ...["serviceaccounts", "customresourcedefinitions"],
  "mutatingwebhookconfigurations.v1.admissionregistration.k8s.io",
];

/**
 * Of what the API servers have rather than by asking them: for that, istioctl would follow the
 * credentials by which regions discover each other, which let nobody look at Istio's objects.
 */
describe("istioctl analyze, of all that a region's API server has,", function () {
  this.timeout(120_000);

  let sandbox: SharedSandbox;
  let istioctl: string;
  let directory: string;
  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    sandbox = await sharedSandbox();
    istioctl = (await requireToolchain(["mesh"])).path("istioctl");
    directory = await mkdtemp(join(tmpdir(), "nephoran-analysis-"));
  });
  after(() => rm(directory, { recursive: true }));

  function everything(region: string): object[] {
    const kubectl = (...args: string[]): string =>
      execFileSync("kubectl", ["--context", region, ...args], {
        env: sandbox.environment,
        encoding: "utf8",
        maxBuffer: 2 ** 27,
      });
    const ofIstio = kubectl("api-resources", "--output=name")
      .split("\n")
      .filter((name) => name.endsWith(".istio.io"));
    const get = (...args: string[]): object[] =>
      objects.parse(JSON.parse(kubectl("get", "--all-namespaces", "--output=json", ...args))).items;
    return [
      ...get([...KINDS, ...ofIstio].join()),
      ...get("secrets", "--selector=istio/multiCluster!=true"),
    ];
  }

  async function analyse(seen: readonly object[]): Promise<string[]> {
    const file = join(directory, "objects.yaml");
    await writeFile(file, seen.map((object) => JSON.stringify(object)).join("\n---\n"), {
      mode: 0o600,
    });
    const options = ["--use-kube=false", "--output=json", "--failure-threshold=Info"];
    const { output } = await runCommand(
      istioctl,
      ["analyze", "--all-namespaces", ...options, file],
      { variables: {}, timeoutMs: 60_000 },
    );
    return messages
      .parse(JSON.parse(output === "" ? "[]" : output))
      .map(({ code, message, origin }) => `${code} ${origin.replace(/ \/.*/, "")}: ${message}`);
  }

  it("reports nothing for any region", async () => {
    for (const { region } of sandbox.regions) {
      expect(await analyse(everything(region.name)), region.name).to.deep.equal([]);
    }
  });

  it("reports a Gateway that has gone", async () => {
    const left = everything("eu-west-1").filter(
      (object) => (object as { kind: string }).kind !== "Gateway",
    );
    expect(await analyse(left)).to.include(
      'IST0101 VirtualService nephoran-system/peers-routing: Referenced gateway not found: "nephoran-ingress/peers"',
    );
  });
});
