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

  const curlIn = (region: string, url: string): ReturnType<typeof attempt> =>
    attempt(
      sandbox,
      `kubectl --context=${region} exec -n nephoran-system deployment/llm-processor -- \\\n` +
        `  curl -s ${url}`,
    );

  /** How curl ends when the pod's own proxy closes the connection before TLS has begun. */
  const refused = {
    exitCode: 35,
    output: "",
    errorLines: ["command terminated with exit code 35"],
  };

  it("is told its health in a pod of the front, by the name of either region", async () => {
    for (const region of ["us-east-1", "eu-west-1"]) {
      expect(await curlIn("us-east-1", `https://${region}.nephoran.io/health`)).to.deep.equal({
        exitCode: 0,
        output: `{"status":"ok","region":"${region}"}\n`,
        errorLines: [],
      });
    }
  });

  it("is refused every other public name there, by the pod's own proxy", async () => {
    expect(await curlIn("us-east-1", "https://nephoran.io/health")).to.deep.equal(refused);
    expect(await curlIn("us-east-1", "https://eu.nephoran.io/health")).to.deep.equal(refused);
  });

  it("gets out of no residency zone, and is told of the region's own health there", async () => {
    expect(await curlIn("eu-west-1", "https://us-east-1.nephoran.io/health")).to.deep.equal(
      refused,
    );
    const own = await curlIn("eu-west-1", "https://eu-west-1.nephoran.io/health");
    expect(own.output).to.equal('{"status":"ok","region":"eu-west-1"}\n');
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
