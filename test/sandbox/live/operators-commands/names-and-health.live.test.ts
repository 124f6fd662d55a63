import { expect } from "chai";
import {
  describeLive,
  type SharedLiveSandbox,
  sharedLiveSandbox,
  UP_TIMEOUT_MS,
} from "../shared-live-sandbox";
import { attempt, clientShell, operator } from "./shells";

describeLive("whoever asks for a region by its name", function () {
  this.timeout(90_000);

  let sandbox: SharedLiveSandbox;
  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    sandbox = await sharedLiveSandbox();
  });

  it("is told its health as a user", async () => {
    const client = await clientShell(sandbox);
    expect(
      await client(
        "for region in us-east-1 eu-west-1; do\n" +
          "  curl -s https://$region.nephoran.io/health\n" +
          "done",
      ),
    ).to.equal('{"status":"ok","region":"us-east-1"}\n{"status":"ok","region":"eu-west-1"}\n');
  });

  // The mesh lets nothing out that it does not know, and it knows no public names (REGISTRY_ONLY).
  it("is refused its public name in a pod, by the pod's own proxy", async () => {
    const { exitCode, output, errorLines } = await attempt(
      sandbox,
      "kubectl exec -n nephoran-system deployment/llm-processor -- \\\n" +
        "  curl -s https://eu-west-1.nephoran.io/health",
    );
    expect({ exitCode, output, errorLines }).to.deep.equal({
      exitCode: 35,
      output: "",
      errorLines: ["command terminated with exit code 35"],
    });
  });

  it("is told its address in the mesh in a pod of another region", async () => {
    expect(
      await operator(
        sandbox,
        "kubectl exec -n nephoran-system deployment/llm-processor -- \\\n" +
          "  nslookup eu-west-1.nephoran.local",
      ),
    ).to.match(
      /^Server:\t\t10\.96\.0\.10\nAddress:\t10\.96\.0\.10#53\n\nName:\teu-west-1\.nephoran\.local\nAddress: 240\.240\.\d+\.\d+\n\n$/,
    );
  });
});
